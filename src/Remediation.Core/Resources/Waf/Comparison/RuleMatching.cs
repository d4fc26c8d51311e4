using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Which rule of a list is which of another: by name, else by saying the same, since whoever renames a rule neither removes nor adds
/// one. Rules that Shield Advanced puts into a web ACL are left out of it.
/// </summary>
internal sealed class RuleMatching
{
    private RuleMatching() { }

    /// <summary>The rules that are in both, in the order before.</summary>
    public required ImmutableArray<RulePair> Pairs { get; init; }

    public required ImmutableArray<WafRule> Removed { get; init; }

    public required ImmutableArray<WafRule> Added { get; init; }

    public static RuleMatching Between(ImmutableArray<WafRule> before, ImmutableArray<WafRule> after)
    {
        var removed = before.Where(rule => !rule.IsShieldMitigation).ToList();
        var added = after.Where(rule => !rule.IsShieldMitigation).ToList();
        var pairs = new List<RulePair>();
        Match(removed, added, pairs, (one, other) => one.Name == other.Name);
        Match(removed, added, pairs, (one, other) => BodyOf(one) == BodyOf(other));
        Match(removed, added, pairs, IsSameInPlace);
        return new()
        {
            Pairs = [.. pairs.OrderBy(pair => before.IndexOf(pair.Before))],
            Removed = [.. removed],
            Added = [.. added],
        };
    }

    private static void Match(
        List<WafRule> removed,
        List<WafRule> added,
        List<RulePair> pairs,
        Func<WafRule, WafRule, bool> isSame
    )
    {
        foreach (var rule in removed.ToList())
        {
            if (added.Find(other => isSame(rule, other)) is { } same)
            {
                pairs.Add(new(rule, same));
                removed.Remove(rule);
                added.Remove(same);
            }
        }
    }

    private static bool IsSameInPlace(WafRule one, WafRule other) =>
        one.Priority == other.Priority
        && one.Statement.Type == other.Statement.Type
        && (one.Effect == other.Effect || StatementComparison.Same(one.Statement, other.Statement));

    private static string BodyOf(WafRule rule)
    {
        var document = AwsDocument.Of(rule.Json);
        return document
            .Without(DocumentPath.Of("Name"))
            .Without(DocumentPath.Of("Priority"))
            .Without(DocumentPath.Of("VisibilityConfig", "MetricName"))
            .Canonical;
    }
}
