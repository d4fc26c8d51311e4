using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf.Comparison;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A rule group of the account's own; managed rule groups are not read.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleGroup.html.
/// </summary>
public sealed class WafRuleGroup : WafResource
{
    /// <summary>The part that holds the rule group.</summary>
    public const string DocumentPart = "wafv2.get-rule-group";

    private WafRuleGroup() { }

    /// <summary>The rules in the order in which they are evaluated.</summary>
    public ImmutableArray<WafRule> Rules { get; private init; } = [];

    /// <summary>Whether requests that the group matches are sampled.</summary>
    public bool IsSampled => AwsJson.Boolean(Visibility, "SampledRequestsEnabled"u8) == true;

    /// <summary>Whether requests that the group matches count into a metric.</summary>
    public bool HasMetrics => AwsJson.Boolean(Visibility, "CloudWatchMetricsEnabled"u8) == true;

    /// <summary>The sets that its rules refer to, of its own account.</summary>
    public override IEnumerable<ResourceReference> Neighbours => WafRules.References(Rules, Id);

    internal override WafDocumentKind Kind => WafDocumentKind.RuleGroup;

    /// <summary>The rule group that the parts tell of.</summary>
    public static WafRuleGroup Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    )
    {
        var kind = WafDocumentKind.RuleGroup;
        var document = parts.GetValueOrDefault(DocumentPart)?.At(DocumentPath.Of(kind.Member))?.Root ?? default;
        var rules = WafRules.Of(document, DocumentPath.Of(DocumentPart, kind.Member));
        return new()
        {
            Id = id,
            Name = NameIn(id, kind, parts),
            Tags = TagsIn(parts),
            Parts = parts,
            UnknownParts = unknownParts,
            Rules = rules,
            Unreadable = [.. WafRules.Unreadable(document, rules)],
        };
    }

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is WafRuleGroup was ? RuleGroupComparison.Between(was, this) : null;

    internal override DocumentState WithParts(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    ) => Of(Id, parts, unknownParts);

    private JsonElement Visibility =>
        AwsJson.TryMember(Document, "VisibilityConfig"u8, out var value) ? value : default;
}
