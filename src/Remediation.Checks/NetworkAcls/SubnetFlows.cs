using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// What may pass the border of the subnets of some tiers in one direction: what flows allow that way, and the answers to what
/// they allow the other way, since a network ACL does not know one from the other.
/// </summary>
internal sealed class SubnetFlows
{
    private static readonly ServiceSet Tcp = ServiceSet.Of(IpProtocol.Tcp, PortSet.All);
    private static readonly ServiceSet Udp = ServiceSet.Of(IpProtocol.Udp, PortSet.All);

    private static readonly ServiceSet Icmp = ServiceSet
        .Of(IpProtocol.Icmp, PortSet.All)
        .Union(ServiceSet.Of(IpProtocol.IcmpV6, PortSet.All));

    // Unreachable and too big: without them connections hang.
    private static readonly TrafficSet Errors = TrafficSet
        .Of(ServiceSet.Of(IpProtocol.Icmp, PortSet.Of(3 << 8, (3 << 8) | 0xFF)), AddressSet.AllIPv4)
        .Union(
            TrafficSet.Of(ServiceSet.Of(IpProtocol.IcmpV6, PortSet.Of(1 << 8, (2 << 8) | 0xFF)), AddressSet.AllIPv6)
        );

    private readonly ServiceSet _ephemeral;
    private readonly ServiceSet _withInternet;

    public SubnetFlows(FlowTraffic there, FlowTraffic back, ServiceSet ephemeral)
    {
        _ephemeral = ephemeral;
        Allowed = Answers(back.Allowed)
            .Union(there.Allowed)
            .Union(Errors.Within(there.Allowed.Addresses.Union(back.Allowed.Addresses)));
        _withInternet = there.WithInternet.Union(Answers(back.WithInternet));
        var untold = there
            .Untold.Select(item => (item.Tier, item.Services.Union(Errors.Services)))
            .Concat(back.Untold.Select(item => (item.Tier, Answers(item.Services).Union(Errors.Services))))
            .ToList();
        Untold = untold.Aggregate(ServiceSet.Empty, (all, item) => all.Union(item.Item2));
        UntoldTiers = [.. untold.Select(item => item.Tier.Name).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What may pass, by address.</summary>
    public TrafficSet Allowed { get; }

    /// <summary>What may pass with tiers of which not all addresses are known.</summary>
    public ServiceSet Untold { get; }

    public ImmutableArray<string> UntoldTiers { get; }

    /// <summary>
    /// What may pass where an entry that holds internet and private addresses alike may be written for the internet: its private
    /// addresses may pass as well, by whichever entry.
    /// </summary>
    public TrafficSet AllowedBy(IEnumerable<EntryDecision> decisions)
    {
        var open = TrafficSet.Of(_withInternet, Internet.Space).Union(Errors.Within(Internet.Space));
        var allowed = Allowed;
        foreach (var decision in _withInternet.IsEmpty ? [] : decisions)
        {
            var services = decision.Allowed.Intersect(open).Services;
            var among = AddressSet.Of(decision.Entry.Cidr).Intersect(Internet.Private);
            allowed = allowed.Union(TrafficSet.Of(services, among));
        }
        return allowed;
    }

    private TrafficSet Answers(TrafficSet traffic) =>
        AnswersTo(traffic, Tcp)
            .Union(AnswersTo(traffic, Udp))
            .Union(TrafficSet.Of(Icmp, traffic.Intersect(TrafficSet.Of(Icmp, AddressSet.All)).Addresses))
            .Union(traffic.Except(TrafficSet.Of(Tcp.Union(Udp), AddressSet.All)));

    private TrafficSet AnswersTo(TrafficSet traffic, ServiceSet protocol) =>
        TrafficSet.Of(
            _ephemeral.Intersect(protocol),
            traffic.Intersect(TrafficSet.Of(protocol, AddressSet.All)).Addresses
        );

    private ServiceSet Answers(ServiceSet services) =>
        services.IsEmpty ? services : Answers(TrafficSet.Of(services, AddressSet.AllIPv4)).Services;
}
