using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// How many rules of a direction count against the quota of an address family. A rule by CIDR counts in its own family; a rule
/// by security group counts once in both; a rule by prefix list counts in both as many times as the list may have entries.
/// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups.
/// </summary>
public static class RuleQuota
{
    /// <summary>What AWS raises the quota to at most: rules of one group, and groups times rules of one interface.</summary>
    public const int Highest = 1000;

    /// <summary>
    /// The quota that holds for a group as it stands: the given one, or, where the group is beyond that already and its account so
    /// has a larger one that is not known here, the highest that AWS gives.
    /// </summary>
    public static int LimitFor(
        IEnumerable<SecurityGroupRule> rules,
        Direction direction,
        int quota = SecurityGroup.DefaultRuleQuota,
        Func<string, int>? prefixListSize = null
    ) => Used(rules, direction, prefixListSize) <= quota ? quota : Highest;

    /// <summary>The larger of the two families' counts, which is the one that the quota stops.</summary>
    public static int Used(
        IEnumerable<SecurityGroupRule> rules,
        Direction direction,
        Func<string, int>? prefixListSize = null
    )
    {
        var (ipv4, ipv6) = (0, 0);
        foreach (var rule in rules)
        {
            if (rule.Direction != direction)
            {
                continue;
            }
            var weight = rule.Peer is PrefixListPeer list
                ? Math.Max(1, prefixListSize?.Invoke(list.PrefixListId) ?? 1)
                : 1;
            ipv4 += rule.Peer is CidrPeer { Cidr.Family: IpFamily.IPv6 } ? 0 : weight;
            ipv6 += rule.Peer is CidrPeer { Cidr.Family: IpFamily.IPv4 } ? 0 : weight;
        }
        return Math.Max(ipv4, ipv6);
    }
}
