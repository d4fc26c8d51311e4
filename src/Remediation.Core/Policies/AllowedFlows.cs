using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>What the flows of a policy allow some tiers in one direction, by who is at the other side.</summary>
public sealed class AllowedFlows
{
    private readonly TierMap _tiers;
    private readonly ImmutableArray<(FlowEnd Other, ServiceSet Services)> _flows;
    private readonly AddressSet _trusted;
    private FlowTraffic? _lastTraffic;

    internal AllowedFlows(TierMap tiers, ImmutableArray<(FlowEnd Other, ServiceSet Services)> flows, AddressSet trusted)
    {
        _tiers = tiers;
        _flows = flows;
        _trusted = trusted;
        WithAnyTier = Services(end => !end.Tiers.IsEmpty);
        WithInternet = Services(end => end.IsInternet);
    }

    /// <summary>What is allowed with at least one tier.</summary>
    public ServiceSet WithAnyTier { get; }

    /// <summary>What is allowed with all of the internet.</summary>
    public ServiceSet WithInternet { get; }

    /// <summary>What is allowed with some of these tiers.</summary>
    public ServiceSet With(ImmutableArray<Tier> others) =>
        Services(end => others.Any(other => end.Tiers.Contains(other.Name, StringComparer.Ordinal)));

    /// <summary>What is allowed with a prefix list as a whole, whatever it holds.</summary>
    public ServiceSet WithPrefixList(string id) =>
        Services(end => end.PrefixLists.Contains(id, StringComparer.Ordinal));

    /// <summary>What is allowed by address.</summary>
    public FlowTraffic By(TierAddresses addresses)
    {
        // Two threads that ask at once may both compute it, to the same end.
        if (_lastTraffic is { } last && ReferenceEquals(last.Addresses, addresses))
        {
            return last;
        }
        var traffic = new FlowTraffic(addresses, Allowed(addresses), WithInternet, Untold(addresses));
        _lastTraffic = traffic;
        return traffic;
    }

    private TrafficSet Allowed(TierAddresses addresses) =>
        _flows.Aggregate(
            TrafficSet.Empty,
            (all, flow) => all.Union(TrafficSet.Of(flow.Services, AddressesOf(flow.Other, addresses)))
        );

    private AddressSet AddressesOf(FlowEnd end, TierAddresses addresses)
    {
        var all = end.IsInternet ? end.Addresses.Union(Internet.Space) : end.Addresses;
        all = end.IsTrustedSources ? all.Union(_trusted) : all;
        return end.Tiers.Aggregate(all, (union, tier) => union.Union(addresses.Of(tier)));
    }

    private ImmutableArray<(Tier Tier, ServiceSet Services)> Untold(TierAddresses addresses) =>
        [
            .. _tiers
                .All.Where(tier => !addresses.AreToldOf(tier))
                .Select(tier => (tier, With([tier])))
                .Where(untold => !untold.Item2.IsEmpty),
        ];

    private ServiceSet Services(Func<FlowEnd, bool> isMeant) =>
        _flows.Where(flow => isMeant(flow.Other)).Aggregate(ServiceSet.Empty, (all, flow) => all.Union(flow.Services));
}
