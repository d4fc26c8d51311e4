using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// What the flows allow some tiers in one direction by address, for one listing of the subnets. It does not speak of traffic by
/// security group reference: see <see cref="AllowedFlows.With"/>.
/// </summary>
public sealed class FlowTraffic
{
    // Beyond this many, rules do not repeat, and remembering them would only cost memory.
    private const int MostRemembered = 4096;

    private readonly ConcurrentDictionary<(Service, Cidr, bool), TrafficSet> _remembered = new();
    private int _count;

    internal FlowTraffic(
        TierAddresses addresses,
        TrafficSet allowed,
        ServiceSet withInternet,
        ImmutableArray<(Tier Tier, ServiceSet Services)> untold
    )
    {
        Addresses = addresses;
        Allowed = allowed;
        WithInternet = withInternet;
        Untold = untold;
        // The subnets of a tier can have any address; the members of a security group have private ones that are not known to be
        // another tier's.
        UntoldAddresses = addresses.UnknownReason is null
            ? Internet.RoutablePrivate.Except(addresses.All)
            : AddressSet.All;
    }

    public TierAddresses Addresses { get; }

    /// <summary>The traffic that is allowed with known addresses.</summary>
    public TrafficSet Allowed { get; }

    /// <summary>What is allowed with all of the internet.</summary>
    public ServiceSet WithInternet { get; }

    /// <summary>What is allowed with tiers of which not all addresses are known.</summary>
    public ImmutableArray<(Tier Tier, ServiceSet Services)> Untold { get; }

    /// <summary>Where the addresses can be that are not known.</summary>
    public AddressSet UntoldAddresses { get; }

    /// <summary>
    /// The part of the traffic with a block that is not allowed by known addresses. It may still be allowed with a tier whose
    /// addresses are not known.
    /// </summary>
    /// <param name="withPrivate">
    /// Whether a block that holds internet and private addresses alike, as 0.0.0.0/0 does, may be written for the internet: its
    /// private addresses then count as internet.
    /// </param>
    public TrafficSet Beyond(Service service, Cidr block, bool withPrivate)
    {
        var key = (service, block, withPrivate);
        if (_remembered.TryGetValue(key, out var known))
        {
            return known;
        }
        var rest = TrafficSet.Of(service, AddressSet.Of(block)).Except(Allowed);
        if (withPrivate && !rest.IsEmpty)
        {
            rest = rest.Except(TrafficSet.Of(WithInternet, PrivateAmongInternet(block)));
        }
        if (Volatile.Read(ref _count) < MostRemembered && _remembered.TryAdd(key, rest))
        {
            Interlocked.Increment(ref _count);
        }
        return rest;
    }

    private static AddressSet PrivateAmongInternet(Cidr block) =>
        Internet.Space.Overlaps(block) ? AddressSet.Of(block).Intersect(Internet.Private) : AddressSet.Empty;
}
