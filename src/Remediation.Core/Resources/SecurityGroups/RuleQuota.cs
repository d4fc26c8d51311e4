using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// How many rules of a direction count against the quota of an address family. A rule by CIDR counts in its own family; a rule
/// by security group counts once in both; a rule by prefix list counts in both as many times as the list may have entries.
/// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups.
/// </summary>
public static class RuleQuota
{
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
