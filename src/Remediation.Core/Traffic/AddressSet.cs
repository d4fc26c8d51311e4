using System.Numerics;

namespace Remediation.Core.Traffic;

/// <summary>
/// A set of IPv4 and IPv6 addresses, the two families apart: an IPv4-mapped IPv6 address is not the IPv4 address here
/// (see <see cref="Internet"/> for what it means to openness). Immutable; equal when the same addresses are in it.
/// </summary>
public sealed class AddressSet : ISetAlgebra<AddressSet>, IEquatable<AddressSet>
{
    private AddressSet(IntervalSet<uint> ipv4, IntervalSet<UInt128> ipv6)
    {
        IPv4 = ipv4;
        IPv6 = ipv6;
    }

    public static AddressSet Empty { get; } = new(IntervalSet<uint>.Empty, IntervalSet<UInt128>.Empty);

    public static AddressSet AllIPv4 { get; } = new(IntervalSet<uint>.All, IntervalSet<UInt128>.Empty);

    public static AddressSet AllIPv6 { get; } = new(IntervalSet<uint>.Empty, IntervalSet<UInt128>.All);

    /// <summary>Every address of both families.</summary>
    public static AddressSet All { get; } = new(IntervalSet<uint>.All, IntervalSet<UInt128>.All);

    /// <summary>The IPv4 addresses as numbers.</summary>
    public IntervalSet<uint> IPv4 { get; }

    /// <summary>The IPv6 addresses as numbers.</summary>
    public IntervalSet<UInt128> IPv6 { get; }

    public bool IsEmpty => IPv4.IsEmpty && IPv6.IsEmpty;

    public bool IsAll => IPv4.IsAll && IPv6.IsAll;

    /// <summary>How many addresses of both families together; exact.</summary>
    public BigInteger Count => IPv4.Count + IPv6.Count;

    public static AddressSet Of(IntervalSet<uint> ipv4, IntervalSet<UInt128> ipv6) =>
        ipv4.IsEmpty && ipv6.IsEmpty ? Empty : new(ipv4, ipv6);

    public static AddressSet Of(Cidr cidr) =>
        cidr.Family == IpFamily.IPv4
            ? new(IntervalSet<uint>.Of((uint)cidr.First, (uint)cidr.Last), IntervalSet<UInt128>.Empty)
            : new(IntervalSet<uint>.Empty, IntervalSet<UInt128>.Of(cidr.First, cidr.Last));

    public static AddressSet Of(IEnumerable<Cidr> cidrs)
    {
        var ipv4 = new List<Interval<uint>>();
        var ipv6 = new List<Interval<UInt128>>();
        foreach (var cidr in cidrs)
        {
            if (cidr.Family == IpFamily.IPv4)
            {
                ipv4.Add(cidr.IPv4Interval);
            }
            else
            {
                ipv6.Add(cidr.IPv6Interval);
            }
        }
        return Of(IntervalSet<uint>.Of(ipv4), IntervalSet<UInt128>.Of(ipv6));
    }

    public bool Contains(Cidr cidr) =>
        cidr.Family == IpFamily.IPv4 ? IPv4.Contains(cidr.IPv4Interval) : IPv6.Contains(cidr.IPv6Interval);

    public bool Overlaps(Cidr cidr) =>
        cidr.Family == IpFamily.IPv4 ? IPv4.Overlaps(cidr.IPv4Interval) : IPv6.Overlaps(cidr.IPv6Interval);

    public bool Overlaps(AddressSet other) => IPv4.Overlaps(other.IPv4) || IPv6.Overlaps(other.IPv6);

    public bool IsSubsetOf(AddressSet other) => IPv4.IsSubsetOf(other.IPv4) && IPv6.IsSubsetOf(other.IPv6);

    public AddressSet Union(AddressSet other) => Of(IPv4.Union(other.IPv4), IPv6.Union(other.IPv6));

    public AddressSet Intersect(AddressSet other) => Of(IPv4.Intersect(other.IPv4), IPv6.Intersect(other.IPv6));

    public AddressSet Except(AddressSet other) => Of(IPv4.Except(other.IPv4), IPv6.Except(other.IPv6));

    public AddressSet Complement() => Of(IPv4.Complement(), IPv6.Complement());

    /// <summary>The fewest CIDR blocks that together are the set: IPv4 first, each family in ascending order.</summary>
    public IEnumerable<Cidr> ToCidrs()
    {
        for (var i = 0; i < IPv4.Intervals.Length; i++)
        {
            var interval = IPv4.Intervals[i];
            foreach (var cidr in Blocks(IpFamily.IPv4, interval.First, interval.Last))
            {
                yield return cidr;
            }
        }
        for (var i = 0; i < IPv6.Intervals.Length; i++)
        {
            var interval = IPv6.Intervals[i];
            foreach (var cidr in Blocks(IpFamily.IPv6, interval.First, interval.Last))
            {
                yield return cidr;
            }
        }
    }

    public bool Equals(AddressSet? other) => other is not null && IPv4.Equals(other.IPv4) && IPv6.Equals(other.IPv6);

    public override bool Equals(object? obj) => Equals(obj as AddressSet);

    public override int GetHashCode() => HashCode.Combine(IPv4, IPv6);

    public override string ToString() => IsEmpty ? "nothing" : string.Join(", ", ToCidrs());

    // From the low end, each time the largest aligned block that still fits: this gives the fewest.
    private static IEnumerable<Cidr> Blocks(IpFamily family, UInt128 first, UInt128 last)
    {
        var width = Cidr.Width(family);
        while (true)
        {
            var bits = Math.Min(width, (int)UInt128.TrailingZeroCount(first));
            while (LastOf(first, bits) > last)
            {
                bits--;
            }
            yield return Cidr.Of(family, first, width - bits);
            var end = LastOf(first, bits);
            if (end == last)
            {
                yield break;
            }
            first = end + UInt128.One;
        }
    }

    private static UInt128 LastOf(UInt128 first, int bits) =>
        bits == 128 ? UInt128.MaxValue : first | ((UInt128.One << bits) - UInt128.One);
}
