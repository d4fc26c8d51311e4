namespace Remediation.Core.Traffic;

/// <summary>
/// A set of (protocol, port) pairs, that is traffic without regard to where it comes from or goes to; what a policy writes
/// as <c>tcp/443</c>. Where a protocol has no ports the port part is always all. Immutable; equal when the same.
/// </summary>
public sealed class ServiceSet : IEquatable<ServiceSet>
{
    private readonly IntervalMap<byte, PortSet> _ports;

    private ServiceSet(IntervalMap<byte, PortSet> ports) => _ports = ports;

    public static ServiceSet Empty { get; } = new(IntervalMap<byte, PortSet>.Empty);

    /// <summary>Every protocol, every port.</summary>
    public static ServiceSet All { get; } = Of(IpProtocol.All, PortSet.All);

    public bool IsEmpty => _ports.IsEmpty;

    public bool IsAll => Equals(All);

    internal ReadOnlySpan<(Interval<byte> Keys, PortSet Value)> Items => _ports.Items;

    /// <summary>Ports are only heeded where the protocol has them (TCP, UDP, ICMP types and codes).</summary>
    public static ServiceSet Of(IpProtocol protocol, PortSet ports)
    {
        var keys = protocol.IsAll ? new Interval<byte>(0, 255) : new(protocol.Number, protocol.Number);
        var heeded = protocol.HasPorts || protocol.IsIcmp || ports.IsEmpty ? ports : PortSet.All;
        return new(IntervalMap<byte, PortSet>.Of(keys, heeded));
    }

    /// <summary>The same ports of several protocols.</summary>
    internal static ServiceSet Of(Interval<byte> protocols, PortSet ports)
    {
        if (ports.IsAll)
        {
            return new(IntervalMap<byte, PortSet>.Of(protocols, PortSet.All));
        }
        var services = Empty;
        for (int number = protocols.First; number <= protocols.Last; number++)
        {
            services = services.Union(Of(IpProtocol.Of((byte)number), ports));
        }
        return services;
    }

    public static ServiceSet Tcp(params ReadOnlySpan<int> ports) => Of(IpProtocol.Tcp, PortSet.Of(ports));

    public static ServiceSet Udp(params ReadOnlySpan<int> ports) => Of(IpProtocol.Udp, PortSet.Of(ports));

    /// <summary>The ports of one protocol that are in the set.</summary>
    public PortSet PortsOf(IpProtocol protocol) => _ports.At(protocol.Number) ?? PortSet.Empty;

    public ServiceSet Union(ServiceSet other) => new(_ports.Union(other._ports));

    public ServiceSet Intersect(ServiceSet other) => new(_ports.Intersect(other._ports));

    public ServiceSet Except(ServiceSet other) => new(_ports.Except(other._ports));

    public bool IsSubsetOf(ServiceSet other) => Except(other).IsEmpty;

    /// <summary>Whether any (protocol, port) pair is in both; allocates nothing.</summary>
    public bool Overlaps(ServiceSet other)
    {
        foreach (var (keys, ports) in Items)
        {
            foreach (var (otherKeys, otherPorts) in other.Items)
            {
                if (keys.First <= otherKeys.Last && otherKeys.First <= keys.Last && ports.Overlaps(otherPorts))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Whether any of the service is in the set; allocates nothing.</summary>
    public bool Overlaps(Service service)
    {
        var ports = new Interval<ushort>(service.First, service.Last);
        foreach (var (keys, allowed) in Items)
        {
            var isOfProtocol =
                service.Protocol.IsAll
                || (service.Protocol.Number >= keys.First && service.Protocol.Number <= keys.Last);
            if (isOfProtocol && allowed.Values.Overlaps(ports))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// The fewest pieces that one rule of a security group or network ACL can each express, in ascending order: all protocols,
    /// or one protocol with one port range, or one ICMP type with one or all codes.
    /// </summary>
    public IEnumerable<Service> ToServices()
    {
        if (IsAll)
        {
            yield return Service.All;
            yield break;
        }
        for (var i = 0; i < _ports.Items.Length; i++)
        {
            var (keys, ports) = _ports.Items[i];
            for (int number = keys.First; number <= keys.Last; number++)
            {
                foreach (var service in Service.Split(IpProtocol.Of((byte)number), ports))
                {
                    yield return service;
                }
            }
        }
    }

    public bool Equals(ServiceSet? other) => other is not null && _ports.Equals(other._ports);

    public override bool Equals(object? obj) => Equals(obj as ServiceSet);

    public override int GetHashCode() => _ports.GetHashCode();

    /// <summary>As people read it: <c>tcp/20-21, tcp/23-25, udp/53</c>; long lists of whole protocols are summed up.</summary>
    public override string ToString() => ServiceText.Describe(this);
}
