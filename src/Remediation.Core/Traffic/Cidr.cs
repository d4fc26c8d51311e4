using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Remediation.Core.Traffic;

/// <summary>
/// A block of addresses that share a prefix, in the canonical form: host bits are zero, so <c>208.236.235.254/0</c>
/// is <c>0.0.0.0/0</c>, as EC2 itself reads it. IPv6 is written as RFC 5952 says. It is a block, not an interface address.
/// Sources: RFC 4632 (CIDR), RFC 4291 (IPv6 addresses).
/// </summary>
public readonly record struct Cidr
{
    private readonly UInt128 _network;

    private Cidr(IpFamily family, UInt128 address, int prefixLength)
    {
        Family = family;
        PrefixLength = prefixLength;
        _network = address & Mask(Width(family), prefixLength);
    }

    public static Cidr AnyIPv4 { get; } = new(IpFamily.IPv4, UInt128.Zero, 0);

    public static Cidr AnyIPv6 { get; } = new(IpFamily.IPv6, UInt128.Zero, 0);

    public IpFamily Family { get; }

    /// <summary>How many leading bits are fixed: 0 to 32, or 0 to 128.</summary>
    public int PrefixLength { get; }

    /// <summary>The lowest address as a number.</summary>
    public UInt128 First => _network;

    /// <summary>The highest address as a number.</summary>
    public UInt128 Last => _network | AllOnes(Width(Family) - PrefixLength);

    internal Interval<uint> IPv4Interval => new((uint)First, (uint)Last);

    internal Interval<UInt128> IPv6Interval => new(First, Last);

    /// <summary>The block of the given prefix length around an address; host bits are cleared.</summary>
    public static Cidr Of(IpFamily family, UInt128 address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, Width(family));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, AllOnes(Width(family)));
        return new(family, address, prefixLength);
    }

    /// <summary>
    /// Reads <c>address/length</c>, or a bare address as a block of one. Only the forms that AWS takes are accepted:
    /// four decimal parts for IPv4, RFC 4291 text without a zone for IPv6.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Cidr cidr)
    {
        cidr = default;
        var slash = text.IndexOf('/');
        var addressText = slash < 0 ? text : text[..slash];
        if (!TryParseAddress(addressText, out var family, out var address))
        {
            return false;
        }
        var width = Width(family);
        var length = width;
        if (slash >= 0 && !TryParseLength(text[(slash + 1)..], width, out length))
        {
            return false;
        }
        cidr = new(family, address, length);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>, with a reason that a person can act on.</summary>
    public static ParseResult<Cidr> Parse(string text) =>
        TryParse(text, out var cidr)
            ? ParseResult<Cidr>.Success(cidr)
            : ParseResult<Cidr>.Failure($"'{text}' is not a CIDR block such as 203.0.113.0/24 or 2001:db8::/32");

    public bool Contains(Cidr other) =>
        Family == other.Family
        && PrefixLength <= other.PrefixLength
        && (other._network & Mask(Width(Family), PrefixLength)) == _network;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Address(Family, _network)}/{PrefixLength}");

    internal static int Width(IpFamily family) => family == IpFamily.IPv4 ? 32 : 128;

    private static UInt128 AllOnes(int width) => width == 128 ? UInt128.MaxValue : (UInt128.One << width) - UInt128.One;

    private static UInt128 Mask(int width, int prefixLength) =>
        prefixLength == 0 ? UInt128.Zero : AllOnes(width) ^ AllOnes(width - prefixLength);

    private static IPAddress Address(IpFamily family, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new IPAddress(family == IpFamily.IPv4 ? bytes[12..] : bytes);
    }

    private static bool TryParseLength(ReadOnlySpan<char> text, int width, out int length)
    {
        length = 0;
        return text.Length <= 3 && Digits.TryParse(text, width, out length);
    }

    private static bool TryParseAddress(ReadOnlySpan<char> text, out IpFamily family, out UInt128 address)
    {
        address = default;
        family = text.Contains(':') ? IpFamily.IPv6 : IpFamily.IPv4;
        return family == IpFamily.IPv4 ? TryParseIPv4(text, out address) : TryParseIPv6(text, out address);
    }

    // IPAddress also takes "1", "0x7f.1" and octal parts, which mean something else to a reader than to AWS.
    private static bool TryParseIPv4(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        uint value = 0;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (
                ++parts > 4
                || part.Length is 0 or > 3
                || (part.Length > 1 && part[0] == '0')
                || !Digits.TryParse(part, byte.MaxValue, out var octet)
            )
            {
                return false;
            }
            value = (value << 8) | (uint)octet;
        }
        address = value;
        return parts == 4;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        if (
            text.ContainsAny("%[]")
            || (text.Contains('.') && !TryParseIPv4(text[(text.LastIndexOf(':') + 1)..], out _))
            || !IPAddress.TryParse(text, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6
        )
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }
}
