using System.Collections.Immutable;

namespace Remediation.Core.Traffic;

/// <summary>
/// Which addresses are the internet: every address from which a packet of the public internet can come, so all that is not
/// kept for private networks. Ranges that should not appear on the internet but are not promised to stay off it
/// (documentation, benchmarking, reserved) count as internet: a rule that names them is open to whoever uses them.
/// Sources: RFC 1918, RFC 6598, RFC 3927, RFC 5771, RFC 4193, RFC 4291; the embeddings RFC 4291 2.5.5.2, RFC 6052, RFC 3056.
/// </summary>
public static class Internet
{
    private static readonly ImmutableArray<string> PrivateBlocks =
    [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
        "::1/128",
    ];

    // Where an IPv4 address stands inside an IPv6 one: the block, and how far its 32 bits are from the right end.
    private static readonly ImmutableArray<(UInt128 Base, int Shift)> Embeddings =
    [
        (Embedding("::ffff:0:0/96"), 0), // IPv4-mapped
        (Embedding("64:ff9b::/96"), 0), // NAT64
        (Embedding("2002::/16"), 80), // 6to4
    ];

    /// <summary>What is kept for private networks, in both families, and those IPv4 addresses embedded in IPv6.</summary>
    public static AddressSet Private { get; } = WithEmbedded(AddressSet.Of(PrivateBlocks.Select(Known)));

    /// <summary>
    /// The private addresses that can be at the other end of traffic in a VPC: RFC 1918, RFC 6598 and RFC 4193. Loopback,
    /// link-local and multicast addresses are private too, but no rule is needed for them.
    /// </summary>
    public static AddressSet RoutablePrivate { get; } =
        AddressSet.Of(
            ((string[])["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]).Select(Known)
        );

    /// <summary>Every address that is not private.</summary>
    public static AddressSet Space { get; } = Private.Complement();

    /// <summary>The set, and the IPv6 addresses that embed one of its IPv4 addresses.</summary>
    public static AddressSet WithEmbedded(AddressSet addresses)
    {
        var embedded = new List<Interval<UInt128>>();
        foreach (var interval in addresses.IPv4.Intervals)
        {
            foreach (var (start, shift) in Embeddings)
            {
                var first = start | ((UInt128)interval.First << shift);
                var last = start | ((UInt128)interval.Last << shift) | ((UInt128.One << shift) - UInt128.One);
                embedded.Add(new(first, last));
            }
        }
        return AddressSet.Of(addresses.IPv4, addresses.IPv6.Union(IntervalSet<UInt128>.Of(embedded)));
    }

    /// <summary>The IPv4 addresses of the set together with those that its IPv6 addresses embed.</summary>
    public static IntervalSet<uint> IPv4Reach(AddressSet addresses)
    {
        var reach = addresses.IPv4;
        foreach (var (start, shift) in Embeddings)
        {
            var block = IntervalSet<UInt128>.Of(
                start,
                start | ((UInt128)uint.MaxValue << shift) | ((UInt128.One << shift) - UInt128.One)
            );
            var parts = new List<Interval<uint>>();
            foreach (var part in addresses.IPv6.Intersect(block).Intervals)
            {
                parts.Add(new((uint)((part.First - start) >> shift), (uint)((part.Last - start) >> shift)));
            }
            reach = reach.Union(IntervalSet<uint>.Of(parts));
        }
        return reach;
    }

    private static Cidr Known(string text) => Cidr.Parse(text).Value;

    private static UInt128 Embedding(string text) => Known(text).First;
}
