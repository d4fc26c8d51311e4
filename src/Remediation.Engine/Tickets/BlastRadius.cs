using System.Globalization;
using System.Numerics;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Resources.Waf;
using Remediation.Core.Traffic;

namespace Remediation.Engine.Tickets;

/// <summary>
/// Who else a finding, and the fix of it, concerns, in words: what uses the resource, how much of the resource it is, to how many
/// addresses it is open. From what was read to judge it alone; what was not read is said to be unknown, never left out.
/// </summary>
internal static class BlastRadius
{
    private const int MostNamed = 5;

    public static string Of(Finding finding, Judgement judgement) =>
        string.Join(
            "; ",
            new[]
            {
                Users(judgement.State, judgement.Surroundings),
                Extent(finding, judgement.State),
                Exposed(finding),
                judgement.HasValidPlan && judgement.Plan!.Settles(finding) ? Fix(judgement.Verdict!.Proof) : "",
            }.Where(part => part.Length > 0)
        );

    /// <summary>The same for a workload that is to be cut off.</summary>
    /// <param name="interfaces">The ids of its interfaces; none where they are not known.</param>
    public static string OfWorkload(IReadOnlyCollection<string> interfaces) =>
        interfaces.Count == 0
            ? "which interfaces it has is not known"
            : $"{Count(interfaces.Count, "interface")}{Named(interfaces)}, with all that reaches them and all that they reach";

    private static string Users(ResourceState state, Surroundings surroundings) =>
        state switch
        {
            SecurityGroup => Attached(surroundings.Attachments),
            NetworkAcl acl => Deciding("decides for", acl.Associations.Select(item => item.SubnetId), "subnet"),
            RouteTable table => (table.IsMain ? "is the VPC's main route table and " : "")
                + Deciding("routes for", table.Associations.Select(item => item.SubnetId).OfType<string>(), "subnet"),
            Firewall firewall => Deciding("inspects for", firewall.Subnets.Select(item => item.SubnetId), "subnet"),
            Subnet subnet => $"a subnet of {subnet.VpcId} with {Addresses(subnet.Addresses)}",
            Vpc vpc => $"a VPC with {Addresses(vpc.Addresses)}",
            IpSet { Uses: { Value: { } uses } } set =>
                $"{Count(uses.Count, "rule")} {(uses.Count == 1 ? "uses" : "use")} its {Count(set.Addresses.Length, "range")}",
            IpSet { Uses: var uses } => $"which rules use it is not known: {uses.UnknownReason}",
            _ => Neighbours(state),
        };

    private static string Attached(Fact<IReadOnlyList<NetworkInterface>> attachments)
    {
        if (attachments.Value is not { } interfaces)
        {
            return attachments.IsAbsent
                ? "attached to nothing"
                : $"what it is attached to is not known: {attachments.UnknownReason}";
        }
        if (interfaces.Count == 0)
        {
            return "attached to nothing";
        }
        var instances = Distinct(interfaces.Select(item => item.InstanceId));
        var subnets = Distinct(interfaces.Select(item => item.SubnetId));
        return $"attached to {Count(interfaces.Count, "interface")}{Named(interfaces.Select(item => item.Id))}"
            + (instances.Count > 0 ? $" of {Count(instances.Count, "instance")}{Named(instances)}" : "")
            + (subnets.Count > 0 ? $" in {Count(subnets.Count, "subnet")}{Named(subnets)}" : "");
    }

    private static string Deciding(string verb, IEnumerable<string> ids, string what)
    {
        var known = Distinct(ids);
        return $"{verb} {(known.Count == 0 ? "no" : "")}{(known.Count == 0 ? $" {what}" : Count(known.Count, what) + Named(known))}";
    }

    // What it names, where what uses it is not part of it.
    private static string Neighbours(ResourceState state)
    {
        var named = Distinct(state.Neighbours.Select(neighbour => neighbour.Id ?? neighbour.Name ?? ""));
        return (state.VpcId.Length > 0 ? $"in {state.VpcId}" : "")
            + (state.VpcId.Length > 0 && named.Count > 0 ? ", " : "")
            + (named.Count > 0 ? $"refers to {Count(named.Count, "other resource")}{Named(named)}" : "");
    }

    private static string Extent(Finding finding, ResourceState state)
    {
        var rules = Distinct(finding.Evidence.Select(evidence => evidence.Rule ?? ""));
        var all = state switch
        {
            SecurityGroup group => group.Rules.Length,
            NetworkAcl acl => acl.Entries.Count(entry => !entry.IsDefault),
            WebAcl acl => acl.Rules.Length,
            FirewallRuleGroup group => group.Rules.Length,
            RouteTable table => table.Routes.Length,
            _ => 0,
        };
        return rules.Count == 0 || all < rules.Count
            ? ""
            : $"{rules.Count.ToString(CultureInfo.InvariantCulture)} of its {Count(all, "rule")}";
    }

    private static string Exposed(Finding finding)
    {
        var exposed = finding
            .Evidence.Select(evidence => Lost(evidence.Withdrawal))
            .Aggregate(AddressSet.Empty, (all, addresses) => all.Union(addresses));
        return exposed.IsEmpty ? "" : $"exposes it to {Addresses(exposed)}";
    }

    // What only a prefix list names is told in the evidence.
    private static AddressSet Lost(Withdrawal? withdrawal) =>
        withdrawal switch
        {
            TrafficWithdrawal { Traffic: var traffic } => traffic.Addresses,
            RuleWithdrawal { Rule.Peer: CidrPeer peer } rule => TrafficSet
                .Of(rule.Rule.Service.ToServiceSet().Intersect(rule.Services), AddressSet.Of(peer.Cidr))
                .Except(rule.Kept)
                .Addresses,
            _ => AddressSet.Empty,
        };

    private static string Fix(Proof proof) =>
        $"the plan leaves {Count(proof.UntouchedRules, "other rule")} as "
        + (proof.UntouchedRules == 1 ? "it is" : "they are");

    private static string Addresses(AddressSet set) =>
        string.Join(
            " and ",
            new[] { (set.IPv4.Count, "IPv4 address"), (set.IPv6.Count, "IPv6 address") }
                .Where(part => !part.Item1.IsZero)
                .Select(part => Many(part.Item1, part.Item2))
                .DefaultIfEmpty("no address")
        );

    // Nobody reads the 39 digits of how many addresses IPv6 has.
    private static string Many(BigInteger count, string what) =>
        count <= uint.MaxValue + 1L
            ? $"{count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ')} {Plural(count.IsOne, what)}"
            : $"2^{((int)Math.Round(BigInteger.Log(count, 2))).ToString(CultureInfo.InvariantCulture)} {Plural(isOne: false, what)}";

    private static string Count(int count, string what) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {Plural(count == 1, what)}";

    private static string Plural(bool isOne, string what) =>
        isOne ? what
        : what.EndsWith('s') ? what + "es"
        : what + "s";

    private static List<string> Distinct(IEnumerable<string> ids) =>
        [.. ids.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Named(IEnumerable<string> ids) => $" ({NameList.Of(Distinct(ids), MostNamed)})";
}
