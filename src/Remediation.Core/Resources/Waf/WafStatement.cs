using System.Collections.Frozen;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A view of one statement of a rule, which can hold others. A statement of a type that this version does not know has that type's
/// name and is not <see cref="IsKnown"/>. https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html.
/// </summary>
/// <param name="Type">The type, such as <c>GeoMatchStatement</c>; empty where there is none or more than one.</param>
/// <param name="Body">What the statement says.</param>
/// <param name="Path">Where it is: the path of the rule's outermost statement, and on from there.</param>
/// <param name="IsNegated">Whether it stands under an odd number of negations.</param>
public sealed record WafStatement(string Type, JsonElement Body, DocumentPath Path, bool IsNegated)
{
    public const string And = "AndStatement";
    public const string Or = "OrStatement";
    public const string Not = "NotStatement";
    public const string RateBased = "RateBasedStatement";
    public const string ManagedRuleGroup = "ManagedRuleGroupStatement";
    public const string RuleGroupReference = "RuleGroupReferenceStatement";
    public const string IpSetReference = "IPSetReferenceStatement";
    public const string RegexPatternSetReference = "RegexPatternSetReferenceStatement";
    public const string GeoMatch = "GeoMatchStatement";
    public const string LabelMatch = "LabelMatchStatement";

    private const string ScopeDown = "ScopeDownStatement";

    private static readonly FrozenSet<string> KnownTypes = FrozenSet.Create(
        StringComparer.Ordinal,
        And,
        Or,
        Not,
        RateBased,
        ManagedRuleGroup,
        RuleGroupReference,
        IpSetReference,
        RegexPatternSetReference,
        GeoMatch,
        LabelMatch,
        "AsnMatchStatement",
        "ByteMatchStatement",
        "RegexMatchStatement",
        "SizeConstraintStatement",
        "SqliMatchStatement",
        "XssMatchStatement"
    );

    public bool IsKnown => KnownTypes.Contains(Type);

    /// <summary>The statements directly in this one: those of And, Or and Not, and what a group or a rate is scoped down to.</summary>
    public IEnumerable<WafStatement> Inner =>
        Type switch
        {
            And or Or => Items(),
            Not => Single("Statement", !IsNegated),
            RateBased or ManagedRuleGroup => Single(ScopeDown, IsNegated),
            _ => [],
        };

    /// <summary>This statement and all within it, outer before inner.</summary>
    public IEnumerable<WafStatement> WithAllInner => Inner.SelectMany(inner => inner.WithAllInner).Prepend(this);

    /// <summary>The ARN of the set or group that it refers to, or null.</summary>
    public string? ReferencedArn =>
        Type is IpSetReference or RegexPatternSetReference or RuleGroupReference ? AwsJson.Text(Body, "ARN"u8) : null;

    /// <summary>What a rate or a managed group is scoped down to, or null.</summary>
    public WafStatement? ScopedDownTo => Type is RateBased or ManagedRuleGroup ? Inner.FirstOrDefault() : null;

    internal static WafStatement Of(JsonElement element, DocumentPath path, bool isNegated)
    {
        var members =
            element.ValueKind == JsonValueKind.Object
                ? element
                    .EnumerateObject()
                    .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                    .Take(2)
                    .ToList()
                : [];
        return members.Count == 1
            ? new(members[0].Name, members[0].Value, path.Then(members[0].Name), isNegated)
            : new("", element, path, isNegated);
    }

    private List<WafStatement> Items()
    {
        var path = Path.Then("Statements");
        var items = new List<WafStatement>();
        foreach (var item in AwsJson.Array(Body, "Statements"u8))
        {
            items.Add(Of(item, path.Item(items.Count), IsNegated));
        }
        return items;
    }

    private IEnumerable<WafStatement> Single(string member, bool isNegated) =>
        Body.ValueKind == JsonValueKind.Object
        && Body.TryGetProperty(member, out var inner)
        && inner.ValueKind != JsonValueKind.Null
            ? [Of(inner, Path.Then(member), isNegated)]
            : [];
}
