using System.Globalization;

namespace Remediation.Core.Traffic;

/// <summary>
/// What one rule can say of protocol and ports: all traffic, one protocol with one range of ports, or one ICMP type with one
/// or all of its codes. For ICMP, <see cref="First"/> and <see cref="Last"/> are type × 256 + code as in <see cref="PortSet"/>.
/// </summary>
public readonly record struct Service
{
    private Service(IpProtocol protocol, ushort first, ushort last)
    {
        Protocol = protocol;
        First = first;
        Last = last;
    }

    /// <summary>All protocols, all ports.</summary>
    public static Service All { get; } = new(IpProtocol.All, 0, ushort.MaxValue);

    public IpProtocol Protocol { get; }

    public ushort First { get; }

    public ushort Last { get; }

    /// <summary>Whether it is everything of its protocol.</summary>
    public bool IsWholeProtocol => First == 0 && Last == ushort.MaxValue;

    private bool IsOneIcmp => IsWholeProtocol || First == Last || ((First & 0xFF) == 0 && Last - First == 0xFF);

    /// <summary>
    /// Reads the fields of EC2's IpPermission. Two absent ports, or -1, mean all; for protocols without ports they are not
    /// heeded, as EC2 does. For ICMP the two are type and code, each -1 for all. One port without the other is an error: EC2
    /// never gives it, and either guess could hide traffic.
    /// </summary>
    public static ParseResult<Service> FromPermission(IpProtocol protocol, int? fromPort, int? toPort)
    {
        if (protocol.IsIcmp)
        {
            return FromIcmp(protocol, fromPort ?? -1, toPort ?? -1);
        }
        if (!protocol.HasPorts)
        {
            return ParseResult<Service>.Success(new(protocol, 0, ushort.MaxValue));
        }
        var (from, to) = (fromPort ?? -1, toPort ?? -1);
        if (from == -1 && to == -1)
        {
            return ParseResult<Service>.Success(new(protocol, 0, ushort.MaxValue));
        }
        return from is < 0 or > ushort.MaxValue || to is < 0 or > ushort.MaxValue || from > to
            ? ParseResult<Service>.Failure(
                $"{protocol} ports {PortText(fromPort)} to {PortText(toPort)} are not a range within 0 to 65535"
            )
            : ParseResult<Service>.Success(new(protocol, (ushort)from, (ushort)to));
    }

    /// <summary>
    /// One service; where the protocol has no ports they are not heeded. A range that ends before it starts, or an ICMP range
    /// that is neither everything, one type nor one code, is a bug: use <see cref="ServiceSet"/> for it.
    /// </summary>
    public static Service Of(IpProtocol protocol, int first, int last)
    {
        if (!protocol.HasPorts && !protocol.IsIcmp)
        {
            return new(protocol, 0, ushort.MaxValue);
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        var service = new Service(protocol, checked((ushort)first), checked((ushort)last));
        return !protocol.IsIcmp || service.IsOneIcmp
            ? service
            : throw new ArgumentException($"one rule cannot say {service}", nameof(last));
    }

    public ServiceSet ToServiceSet() => ServiceSet.Of(Protocol, PortSet.Of(First, Last));

    /// <summary>
    /// EC2's FromPort and ToPort: for ICMP the type and code (-1 for all); both null where EC2 gives no ports at all.
    /// </summary>
    public (int? FromPort, int? ToPort) ToPermissionPorts()
    {
        if (Protocol.IsIcmp)
        {
            return IsWholeProtocol ? (-1, -1) : (First >> 8, First == Last ? First & 0xFF : -1);
        }
        return Protocol.HasPorts ? (First, Last) : (null, null);
    }

    public override string ToString() => ServiceText.Describe(this);

    /// <summary>The fewest services of one protocol that together are the given ports.</summary>
    internal static IEnumerable<Service> Split(IpProtocol protocol, PortSet ports)
    {
        if (!protocol.IsIcmp || ports.IsAll)
        {
            for (var i = 0; i < ports.Values.Intervals.Length; i++)
            {
                var interval = ports.Values.Intervals[i];
                yield return new(protocol, interval.First, interval.Last);
            }
            yield break;
        }
        foreach (var service in SplitIcmp(protocol, ports))
        {
            yield return service;
        }
    }

    // EC2 can say one type with all codes or with one code, but not a range of either.
    private static IEnumerable<Service> SplitIcmp(IpProtocol protocol, PortSet ports)
    {
        for (var i = 0; i < ports.Values.Intervals.Length; i++)
        {
            var interval = ports.Values.Intervals[i];
            for (int at = interval.First; at <= interval.Last; )
            {
                var wholeType = (at & 0xFF) == 0 && at + 0xFF <= interval.Last;
                var last = wholeType ? at + 0xFF : at;
                yield return new(protocol, (ushort)at, (ushort)last);
                at = last + 1;
            }
        }
    }

    private static string PortText(int? port) => port?.ToString(CultureInfo.InvariantCulture) ?? "(absent)";

    private static ParseResult<Service> FromIcmp(IpProtocol protocol, int type, int code)
    {
        if (type == -1)
        {
            return ParseResult<Service>.Success(new(protocol, 0, ushort.MaxValue));
        }
        if (type is < 0 or > 255 || code is < -1 or > 255)
        {
            return ParseResult<Service>.Failure($"{protocol} type {type} code {code} is not within 0 to 255");
        }
        var first = (ushort)((type << 8) | (code == -1 ? 0 : code));
        var last = (ushort)((type << 8) | (code == -1 ? 0xFF : code));
        return ParseResult<Service>.Success(new(protocol, first, last));
    }
}
