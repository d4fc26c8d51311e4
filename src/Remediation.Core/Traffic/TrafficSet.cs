using System.Numerics;

namespace Remediation.Core.Traffic;

/// <summary>
/// A set of packets, told apart by protocol, port (see <see cref="PortSet"/>) and the address of the other side.
/// The direction is the holder's to know. It does not speak of traffic by security group reference, which has no addresses.
/// Immutable and canonical: two sets are equal exactly when they hold the same packets.
/// </summary>
public sealed class TrafficSet : IEquatable<TrafficSet>
{
    private readonly IntervalMap<byte, IntervalMap<ushort, AddressSet>> _map;

    private TrafficSet(IntervalMap<byte, IntervalMap<ushort, AddressSet>> map) => _map = map;

    public static TrafficSet Empty { get; } = new(IntervalMap<byte, IntervalMap<ushort, AddressSet>>.Empty);

    /// <summary>Every protocol, port and address.</summary>
    public static TrafficSet All { get; } = Of(ServiceSet.All, AddressSet.All);

    public bool IsEmpty => _map.IsEmpty;

    /// <summary>The addresses of which any traffic is in the set.</summary>
    public AddressSet Addresses
    {
        get
        {
            var all = AddressSet.Empty;
            foreach (var (_, ports) in _map.Items)
            {
                foreach (var (_, addresses) in ports.Items)
                {
                    all = all.Union(addresses);
                }
            }
            return all;
        }
    }

    /// <summary>The protocols and ports of which any address is in the set.</summary>
    public ServiceSet Services
    {
        get
        {
            var all = ServiceSet.Empty;
            foreach (var (protocols, ports) in _map.Items)
            {
                var values = IntervalSet<ushort>.Of(ports.Items.ToArray().Select(item => item.Keys));
                all = all.Union(ServiceSet.Of(protocols, PortSet.Of(values)));
            }
            return all;
        }
    }

    /// <summary>How many (protocol, port, address) triples; exact.</summary>
    public BigInteger Count
    {
        get
        {
            var count = BigInteger.Zero;
            foreach (var (protocols, ports) in _map.Items)
            {
                foreach (var (range, addresses) in ports.Items)
                {
                    count += (protocols.Last - protocols.First + 1) * (range.Last - range.First + 1) * addresses.Count;
                }
            }
            return count;
        }
    }

    internal ReadOnlySpan<(Interval<byte> Keys, IntervalMap<ushort, AddressSet> Value)> Items => _map.Items;

    /// <summary>All traffic of the given services with the given addresses.</summary>
    public static TrafficSet Of(ServiceSet services, AddressSet addresses)
    {
        if (addresses.IsEmpty)
        {
            return Empty;
        }
        var map = IntervalMap<byte, IntervalMap<ushort, AddressSet>>.Empty;
        foreach (var (protocols, ports) in services.Items)
        {
            var byPort = IntervalMap<ushort, AddressSet>.Of(ports.Values, addresses);
            map = map.Union(IntervalMap<byte, IntervalMap<ushort, AddressSet>>.Of(protocols, byPort));
        }
        return new(map);
    }

    public static TrafficSet Of(Service service, AddressSet addresses) => Of(service.ToServiceSet(), addresses);

    public static TrafficSet Of(TrafficRule rule) => Of(rule.Service, AddressSet.Of(rule.Cidr));

    public TrafficSet Union(TrafficSet other) => new(_map.Union(other._map));

    public TrafficSet Intersect(TrafficSet other) => new(_map.Intersect(other._map));

    public TrafficSet Except(TrafficSet other) => new(_map.Except(other._map));

    /// <summary>Whether any traffic is in both; allocates nothing.</summary>
    public bool Overlaps(TrafficSet other)
    {
        foreach (var (keys, ports) in Items)
        {
            foreach (var (otherKeys, otherPorts) in other.Items)
            {
                if (keys.First <= otherKeys.Last && otherKeys.First <= keys.Last && Overlap(ports, otherPorts))
                {
                    return true;
                }
            }
        }
        return false;
    }

    public bool IsSubsetOf(TrafficSet other) => Except(other).IsEmpty;

    /// <summary>The addresses with which traffic of one protocol and port is in the set.</summary>
    public AddressSet AddressesOf(IpProtocol protocol, int port) =>
        _map.At(protocol.Number)?.At(checked((ushort)port)) ?? AddressSet.Empty;

    /// <summary>The same services, with only the addresses that are in both.</summary>
    public TrafficSet Within(AddressSet addresses) => Intersect(Of(ServiceSet.All, addresses));

    /// <summary>
    /// The fewest allow rules that together are exactly the set. Rules may overlap, as allow rules may.
    /// </summary>
    public IReadOnlyList<TrafficRule> ToRules() => RuleCover.Of(this);

    public bool Equals(TrafficSet? other) => other is not null && _map.Equals(other._map);

    public override bool Equals(object? obj) => Equals(obj as TrafficSet);

    public override int GetHashCode() => _map.GetHashCode();

    /// <summary>As people read it: <c>tcp/22 from 0.0.0.0/0; udp/53 from 10.0.0.0/8</c>.</summary>
    public override string ToString() => TrafficText.Describe(this, "from");

    /// <summary>As <see cref="ToString()"/> with another word between service and address, such as "to" for egress.</summary>
    public string ToString(string preposition) => TrafficText.Describe(this, preposition);

    private static bool Overlap(IntervalMap<ushort, AddressSet> a, IntervalMap<ushort, AddressSet> b)
    {
        foreach (var (ports, addresses) in a.Items)
        {
            foreach (var (otherPorts, otherAddresses) in b.Items)
            {
                if (
                    ports.First <= otherPorts.Last
                    && otherPorts.First <= ports.Last
                    && addresses.Overlaps(otherAddresses)
                )
                {
                    return true;
                }
            }
        }
        return false;
    }
}
