using System.Collections.Immutable;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>The rules of a group as DescribeSecurityGroups groups them, joined with those that DescribeSecurityGroupRules tells.</summary>
internal static class RuleMerge
{
    /// <summary>Rules with ids come first, in their order; then those that have none.</summary>
    public static ImmutableArray<SecurityGroupRule> Of(
        List<SecurityGroupRule> grouped,
        IReadOnlyCollection<ReadRule> read
    )
    {
        if (read.Count == 0)
        {
            return [.. grouped];
        }
        var rules = ImmutableArray.CreateBuilder<SecurityGroupRule>(read.Count);
        foreach (var one in read)
        {
            if (one.Rule is not null)
            {
                rules.Add(one.Rule);
            }
        }
        var withId = rules.Count;
        foreach (var rule in grouped)
        {
            if (!Contains(rules, withId, rule))
            {
                rules.Add(rule);
            }
        }
        return rules.DrainToImmutable();
    }

    // A group has at most a few hundred rules, mostly in the same order in both outputs.
    private static bool Contains(ImmutableArray<SecurityGroupRule>.Builder rules, int count, SecurityGroupRule rule)
    {
        for (var i = 0; i < count; i++)
        {
            var known = rules[i];
            if (known.Direction == rule.Direction && known.Service == rule.Service && known.Peer.Equals(rule.Peer))
            {
                return true;
            }
        }
        return false;
    }
}
