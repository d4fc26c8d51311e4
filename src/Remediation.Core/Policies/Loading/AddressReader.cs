using System.Numerics;
using Remediation.Core.Policies.Yaml;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads CIDR blocks, and holds what is trusted against the size of the internet.</summary>
internal sealed class AddressReader(ValueReader values)
{
    private static readonly BigInteger MostTrustedIPv4 = BigInteger.One << (32 - 8);
    private static readonly BigInteger MostTrustedIPv6 = BigInteger.One << (128 - 16);

    // Sixteen blocks of the widest kind; more of them together are the internet in pieces.
    private const int MostTrustedBlocks = 16;

    public AddressSet Trusted(YamlNode? node)
    {
        var all = AddressSet.Empty;
        foreach (var item in values.Items(node))
        {
            if (Cidr(item) is not { } cidr)
            {
                continue;
            }
            if (IsTooWide(AddressSet.Of(cidr), 1))
            {
                values.Problems.Error(
                    item,
                    $"{cidr} is too wide to be trusted",
                    "Trust at most a /8 (IPv4) or a /16 (IPv6) at a time, and only addresses that are yours or a partner's"
                );
                continue;
            }
            all = all.Union(AddressSet.Of(cidr));
        }
        if (node is not null && IsTooWide(all, MostTrustedBlocks))
        {
            values.Problems.Error(node, "these ranges together are too much of the internet to be trusted");
        }
        return all;
    }

    public AddressSet Range(YamlNode node) => Cidr(node) is { } cidr ? AddressSet.Of(cidr) : AddressSet.Empty;

    public AddressSet Ranges(YamlNode? node) => AddressSet.Of(values.Some(node).Select(Cidr).OfType<Cidr>());

    private static bool IsTooWide(AddressSet addresses, int blocks)
    {
        var open = addresses.Intersect(Internet.Space);
        return Internet.IPv4Reach(open).Count > MostTrustedIPv4 * blocks || open.IPv6.Count > MostTrustedIPv6 * blocks;
    }

    private Cidr? Cidr(YamlNode node)
    {
        if (values.Text(node) is not { } text)
        {
            return null;
        }
        if (!Traffic.Cidr.TryParse(text, out var cidr))
        {
            values.Problems.Error(
                node,
                $"'{Excerpt.Of(text)}' is not a CIDR block",
                "Write it as 203.0.113.0/24, 203.0.113.7 or 2001:db8::/32"
            );
            return null;
        }
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && Traffic.Cidr.TryParse(text.AsSpan(0, slash), out var address) && address.First != cidr.First)
        {
            values.Problems.Warning(
                node,
                $"{text} has bits set to the right of its prefix, and is read as {cidr}",
                $"Write {cidr}, or {address} if the one address was meant"
            );
        }
        return cidr;
    }
}
