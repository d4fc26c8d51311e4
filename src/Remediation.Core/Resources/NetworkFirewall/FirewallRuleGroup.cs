using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// A rule group of AWS Network Firewall, whichever way its rules are written. What it comes to depends on the policies that use it:
/// on their order of evaluation, their variables and their defaults.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DescribeRuleGroup.html.
/// </summary>
public sealed class FirewallRuleGroup : DocumentState
{
    public const string StrictOrder = "STRICT_ORDER";
    public const string ActionOrder = "DEFAULT_ACTION_ORDER";
    public const string Response = "RuleGroupResponse";

    private static readonly ImmutableArray<string> KnownSources =
    [
        "RulesString",
        "StatefulRules",
        "RulesSourceList",
        "StatelessRulesAndCustomActions",
    ];

    private static readonly ImmutableArray<DocumentPath> Moving =
    [
        .. (
            (string[])
                ["ConsumedCapacity", "NumberOfAssociations", "LastModifiedTime", "RuleGroupStatus", "AnalysisResults"]
        ).Select(member => DocumentPath.Of(FirewallParts.RuleGroup, Response, member)),
        DocumentPath.Of(FirewallParts.RuleGroup, "ResponseMetadata"),
    ];

    private FirewallRuleGroup() { }

    private JsonElement Group => this.At(FirewallParts.RuleGroupContent);

    internal JsonElement Source => FirewallJson.Member(Group, "RulesSource");

    internal FirewallVariables Variables { get; private init; } = FirewallVariables.Of(default);

    public bool IsStateless =>
        FirewallJson.Text(this.At(DocumentPath.Of(FirewallParts.RuleGroup, Response)), "Type") == "STATELESS"
        || Id.Id.Contains(":stateless-rulegroup/", StringComparison.Ordinal);

    /// <summary>
    /// The rules that could be understood, in the order in which they are written, or of their priorities where stateless; what
    /// could not is in <see cref="ResourceState.Unreadable"/>. A domain list has none here.
    /// </summary>
    public ImmutableArray<FirewallRule> Rules { get; private init; } = [];

    /// <summary>The domain names, where it is a list of them.</summary>
    public DomainList? Domains
    {
        get
        {
            var list = FirewallJson.Member(Source, "RulesSourceList");
            return list.ValueKind == JsonValueKind.Object
                ? new(
                    FirewallJson.Text(list, "GeneratedRulesType") ?? "",
                    FirewallJson.Texts(list, "Targets"),
                    FirewallJson.Texts(list, "TargetTypes")
                )
                : null;
        }
    }

    /// <summary>Whether its rules are asked in their own order; else pass rules come first, then drop, reject and alert.</summary>
    public bool IsStrictlyOrdered =>
        FirewallJson.Text(FirewallJson.Member(Group, "StatefulRuleOptions"), "RuleOrder") == StrictOrder;

    /// <summary>Whether there is nothing in it that could match: no rule, not even one that could not be understood.</summary>
    public bool IsEmpty => Rules.IsEmpty && Unreadable.IsEmpty && (Domains is not { } list || list.Targets.IsEmpty);

    public override string? ManagedBy => FirewallArn.ManagerOf(Id.Id);

    private protected override ImmutableArray<DocumentPath> Volatile => Moving;

    /// <summary>The rule group that an output of describe-rule-group tells of, or why it tells of none.</summary>
    public static ParseResult<ResourceState> Of(AwsDocument described)
    {
        var response = FirewallJson.Member(described.Root, Response);
        return FirewallArn.IdOf(ResourceTypes.FirewallRuleGroup, FirewallJson.Text(response, "RuleGroupArn")) is { } id
            ? ParseResult<ResourceState>.Success(
                Of(id, ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(FirewallParts.RuleGroup, described), [])
            )
            : ParseResult<ResourceState>.Failure(
                "an output of describe-rule-group has no RuleGroupResponse.RuleGroupArn that is an ARN, so what it tells of is "
                    + "not known"
            );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        Of(Id, part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part), UnknownParts.Remove(operation));

    public override OrderedCalls CallsTo(DocumentState desired) =>
        WholeUpdate.OfRuleGroup.Between(this, desired, $"update rule group {Name}");

    public override Applied<ResourceState> Apply(ApiCall call) => WholeUpdate.OfRuleGroup.Apply(this, call);

    /// <summary>Of a list of rules in which others have changed something, too, only the rules that are to come back.</summary>
    public override DocumentState Restored(DocumentState earlier, IReadOnlyCollection<StateChange> changes)
    {
        var former = (FirewallRuleGroup)earlier;
        var source = FirewallParts.RuleGroupContent.Then("RulesSource");
        var ofRules = changes
            .Where(change => change.Rule is not null && change.Paths.Any(source.Covers))
            .ToHashSet();
        var isShared = ChangesSince(earlier)
            .Any(change => change.Effect != ChangeEffect.Weaker && change.Rule is not null);
        if (ofRules.Count == 0 || !isShared || RuleListMerge.Between(former, this) is not { } merge)
        {
            return base.Restored(earlier, changes);
        }
        var rest = base.Restored(earlier, [.. changes.Where(change => !ofRules.Contains(change))]);
        return rest.WithPart(
            FirewallParts.RuleGroup,
            rest.Parts[FirewallParts.RuleGroup]
                .With(source.Skip(1), merge.Restored(ofRules.Select(change => change.Rule!)))
        );
    }

    public override IReadOnlyList<StateChange> ChangesSince(ResourceState baseline) =>
        FirewallRuleGroupChanges.Between((FirewallRuleGroup)baseline, this);

    private static FirewallRuleGroup Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        IEnumerable<KeyValuePair<string, string>> unknown
    )
    {
        var root = parts.GetValueOrDefault(FirewallParts.RuleGroup)?.Root ?? default;
        var (group, response) = (FirewallJson.Member(root, "RuleGroup"), FirewallJson.Member(root, Response));
        var source = FirewallJson.Member(group, "RulesSource");
        var variables = FirewallVariables.Of(FirewallJson.Member(group, "RuleVariables"));
        var (stateful, stateless) = (new StatefulRuleReader(variables), new StatelessRuleReader());
        stateful.ReadText(FirewallJson.Text(source, "RulesString") ?? "");
        stateful.ReadTuples(FirewallJson.Member(source, "StatefulRules"));
        var table = FirewallJson.Member(source, "StatelessRulesAndCustomActions");
        stateless.Read(FirewallJson.Member(table, "StatelessRules"));
        return new()
        {
            Id = id,
            Name = FirewallJson.Text(response, "RuleGroupName") ?? FirewallArn.NameOf(id.Id),
            Tags = TagJson.Read(response, "Tags"u8),
            Parts = parts,
            UnknownParts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, unknown),
            Variables = variables,
            Rules = [.. stateful.Rules, .. stateless.Rules],
            Unreadable =
            [
                .. FirewallJson.Faults(
                    group.ValueKind == JsonValueKind.Object ? null : "the output has no RuleGroup",
                    FirewallJson.FaultOfObjects(source, "StatefulRules"),
                    FirewallJson.FaultOfObjects(table, "StatelessRules"),
                    FirewallJson.FaultOfTexts(FirewallJson.Member(source, "RulesSourceList"), "Targets"),
                    FaultOfSource(source)
                ),
                .. stateful.Faults,
                .. stateless.Faults,
            ],
        };
    }

    private static string? FaultOfSource(JsonElement source) =>
        source.ValueKind == JsonValueKind.Object
        && source
            .EnumerateObject()
            .FirstOrDefault(member => !KnownSources.Contains(member.Name, StringComparer.Ordinal))
            is { Value.ValueKind: not JsonValueKind.Undefined } odd
            ? $"its rules come from {odd.Name}, which this version does not know"
            : null;
}
