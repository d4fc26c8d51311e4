namespace Remediation.Core.Traffic;

/// <summary>
/// The internet without the sources that the policy trusts, and how much of it counts as anywhere. Trust in an IPv4 range
/// includes the IPv6 addresses that embed it.
/// </summary>
public sealed class UntrustedInternet
{
    private readonly uint _mostIPv4;
    private readonly UInt128 _mostIPv6;

    /// <param name="trusted">The sources that the policy trusts.</param>
    /// <param name="mostIPv4">The most IPv4 addresses that are not yet anywhere.</param>
    /// <param name="ipv6PrefixLength">The length of the widest IPv6 block that is not yet anywhere.</param>
    public UntrustedInternet(AddressSet trusted, uint mostIPv4 = 65_536, int ipv6PrefixLength = 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ipv6PrefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ipv6PrefixLength, 128);
        Trusted = Internet.WithEmbedded(trusted);
        Addresses = Internet.Space.Except(Trusted);
        _mostIPv4 = mostIPv4;
        _mostIPv6 = ipv6PrefixLength == 0 ? UInt128.MaxValue : UInt128.One << (128 - ipv6PrefixLength);
    }

    /// <summary>What the policy trusts, IPv4 also as embedded in IPv6.</summary>
    public AddressSet Trusted { get; }

    /// <summary>Every internet address that is not trusted.</summary>
    public AddressSet Addresses { get; }

    /// <summary>Whether any of the block is untrusted internet; allocates nothing.</summary>
    public bool Touches(Cidr cidr) => Addresses.Overlaps(cidr);

    public Exposure Of(AddressSet addresses)
    {
        var untrusted = addresses.Intersect(Addresses);
        if (untrusted.IsEmpty)
        {
            return Exposure.None;
        }
        // The last of the three says what the first does and more, but takes computing.
        return
            untrusted.IPv4.HasMoreThan(_mostIPv4)
            || untrusted.IPv6.HasMoreThan(_mostIPv6)
            || Internet.IPv4Reach(untrusted).HasMoreThan(_mostIPv4)
            ? Exposure.Anywhere
            : Exposure.Untrusted;
    }
}
