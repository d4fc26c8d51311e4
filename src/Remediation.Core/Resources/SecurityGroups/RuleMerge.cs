using System.Collections.Immutable;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>The rules of a group as DescribeSecurityGroups groups them, joined with those that DescribeSecurityGroupRules tells.</summary>
internal static class RuleMerge
{
    /// <summary>Rules with ids come first, in their order; then those that have none.</summary>
    public static ImmutableArray<SecurityGroupRule> Of(
        ImmutableArray<SecurityGroupRule> grouped,
        IReadOnlyCollection<ReadRule> read
    )
    {
        if (read.Count == 0)
        {
            return grouped;
        }
        var rules = ImmutableArray.CreateBuilder<SecurityGroupRule>(read.Count);
        foreach (var one in read)
        {
            if (one.Rule is not null)
            {
                rules.Add(one.Rule);
            }
        }
        var (withId, next) = (rules.Count, 0);
        foreach (var rule in grouped)
        {
            var index = IndexOf(rules, withId, rule, next);
            if (index < 0)
            {
                rules.Add(rule);
            }
            next = index + 1;
        }
        return rules.DrainToImmutable();
    }

    // A group has at most a few hundred rules, mostly in the same order in both outputs: looking begins after the last found.
    private static int IndexOf(
        ImmutableArray<SecurityGroupRule>.Builder rules,
        int count,
        SecurityGroupRule rule,
        int first
    )
    {
        for (var i = 0; i < count; i++)
        {
            var at = first + i < count ? first + i : first + i - count;
            var known = rules[at];
            if (known.Direction == rule.Direction && known.Service == rule.Service && known.Peer.Equals(rule.Peer))
            {
                return at;
            }
        }
        return -1;
    }
}
