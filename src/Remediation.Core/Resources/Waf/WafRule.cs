using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A view of one rule of a web ACL or rule group. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html.
/// </summary>
public sealed class WafRule
{
    /// <summary>How the rules are named that Shield Advanced puts into a web ACL for its automatic mitigation.</summary>
    private const string ShieldPrefix = "ShieldMitigationRuleGroup_";

    /// <summary>The priority that Shield Advanced gives them, so that they run after all others.</summary>
    private const int ShieldPriority = 10_000_000;

    private readonly JsonElement _document;
    private readonly string _owner;

    /// <param name="json">The rule as AWS has it.</param>
    /// <param name="rules">Where the list of rules is.</param>
    /// <param name="document">The web ACL or rule group that it is in.</param>
    /// <param name="owner">The account of the web ACL or rule group; empty where that is not told.</param>
    internal WafRule(JsonElement json, DocumentPath rules, JsonElement document, string owner)
    {
        Json = json;
        _document = document;
        _owner = owner;
        Name = AwsJson.Text(json, "Name"u8) ?? "";
        Priority = AwsJson.TryInteger(json, "Priority"u8, out var priority) ? priority : null;
        Path = rules.Item("Name", Name);
        Statement = WafStatement.Of(Member("Statement"), Path.Then("Statement"), isNegated: false);
    }

    /// <summary>The rule as AWS has it.</summary>
    public JsonElement Json { get; }

    /// <summary>The name, which no other rule beside it has.</summary>
    public string Name { get; }

    /// <summary>The priority: the lowest is evaluated first. Null where it is no number.</summary>
    public int? Priority { get; }

    /// <summary>Where the rule is, led by the part.</summary>
    public DocumentPath Path { get; }

    /// <summary>The outermost statement.</summary>
    public WafStatement Statement { get; }

    /// <summary>Its own action; null for a rule that takes the actions of a rule group.</summary>
    public WafActionKind? Action => ActionOf(Member("Action"));

    /// <summary>Whether the actions of the rule group are overridden to Count.</summary>
    public bool IsOverriddenToCount => AwsJson.TryMember(Member("OverrideAction"), "Count"u8, out _);

    /// <summary>Whether a rule of the group that it takes its actions from may allow something; of the account's own only that tells.</summary>
    public bool MayAllow =>
        Statement.Type == WafStatement.RuleGroupReference || WafGroup.Of(Statement) is { Allows: true };

    /// <summary>Whether it takes its actions from a rule group: a managed one or one of the account's own.</summary>
    public bool IsOfGroup => Statement.Type is WafStatement.ManagedRuleGroup or WafStatement.RuleGroupReference;

    /// <summary>
    /// Whether Shield Advanced put it here and changes it as attacks come and go. It is nobody else's to edit. Anybody can give a
    /// rule, and a rule group of its own, such a name: only a reference that runs after all others, to a rule group of another account
    /// (Shield's own), is taken for Shield's.
    /// https://docs.aws.amazon.com/waf/latest/developerguide/waf-service-owned-rule-groups.html.
    /// </summary>
    public bool IsShieldMitigation =>
        Name.StartsWith(ShieldPrefix, StringComparison.Ordinal)
        && Priority == ShieldPriority
        && Statement.Type == WafStatement.RuleGroupReference
        && WafArn.Parse(Statement.ReferencedArn) is { } group
        && group.Account != _owner;

    /// <summary>Whether requests that it matches are sampled.</summary>
    public bool IsSampled => AwsJson.Boolean(Visibility, "SampledRequestsEnabled"u8) == true;

    /// <summary>Whether it counts into a metric.</summary>
    public bool HasMetrics => AwsJson.Boolean(Visibility, "CloudWatchMetricsEnabled"u8) == true;

    public WafRuleEffect Effect =>
        Action switch
        {
            WafActionKind.Allow => WafRuleEffect.Allows,
            WafActionKind.Count => WafRuleEffect.Counts,
            WafActionKind.Block or WafActionKind.Captcha or WafActionKind.Challenge => WafRuleEffect.Keeps,
            WafActionKind.Unknown => WafRuleEffect.Unknown,
            null when IsOverriddenToCount => WafRuleEffect.Counts,
            null when IsOfGroup && HasNoOverride => WafRuleEffect.Keeps,
            _ => WafRuleEffect.Unknown,
        };

    /// <summary>The labels that it puts on requests itself, in short form; those of a rule group are not among them.</summary>
    public IEnumerable<string> Labels
    {
        get
        {
            foreach (var label in AwsJson.Array(Json, "RuleLabels"u8))
            {
                yield return AwsJson.Text(label, "Name"u8) ?? "";
            }
        }
    }

    /// <summary>What cannot be understood of it, in words.</summary>
    internal IEnumerable<string> Unreadable
    {
        get
        {
            if (Name.Length == 0 || Priority is null)
            {
                yield return $"a rule {(Name.Length == 0 ? "has no name" : $"'{Name}' has no priority")}";
            }
            foreach (var statement in Statement.WithAllInner.Where(statement => !statement.IsKnown))
            {
                yield return statement.Type.Length == 0
                    ? $"rule '{Name}' has a statement that is not exactly one, at {statement.Path}"
                    : $"rule '{Name}' has a statement of a type that this version does not know: {statement.Type}";
            }
            if (Effect == WafRuleEffect.Unknown)
            {
                yield return $"rule '{Name}' has an action that this version does not know";
            }
        }
    }

    /// <summary>The action that an object such as <c>{"Block":{}}</c> stands for; null for none.</summary>
    internal static WafActionKind? ActionOf(JsonElement action)
    {
        if (action.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var members = action.EnumerateObject().Take(2).ToList();
        return members.Count == 1 ? KindOf(members[0].Name) : WafActionKind.Unknown;
    }

    internal JsonElement Member(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>
    /// What holds for a rule that does not say it itself: what the web ACL says. Null in a rule group, which many web ACLs can use.
    /// </summary>
    internal JsonElement? Inherited(string name) =>
        AwsJson.TryMember(_document, "DefaultAction"u8, out _)
            ? _document.TryGetProperty(name, out var value)
                ? value
                : default(JsonElement)
            : null;

    private bool HasNoOverride =>
        Member("OverrideAction") is { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null }
        || AwsJson.TryMember(Member("OverrideAction"), "None"u8, out _);

    private JsonElement Visibility => Member("VisibilityConfig");

    private static WafActionKind KindOf(string name) =>
        name switch
        {
            "Allow" => WafActionKind.Allow,
            "Block" => WafActionKind.Block,
            "Count" => WafActionKind.Count,
            "Captcha" => WafActionKind.Captcha,
            "Challenge" => WafActionKind.Challenge,
            _ => WafActionKind.Unknown,
        };
}
