using System.Globalization;

namespace Remediation.Core.Traffic;

/// <summary>
/// An IP protocol as EC2 names it: a number of the IANA registry, or all of them (<c>-1</c>).
/// <c>"6"</c>, <c>"tcp"</c> and <c>6</c> are one protocol. Source: EC2 IpPermission and NetworkAclEntry;
/// https://www.iana.org/assignments/protocol-numbers.
/// </summary>
public readonly record struct IpProtocol
{
    private readonly short _number;

    private IpProtocol(short number) => _number = number;

    /// <summary>Every protocol, written <c>-1</c>.</summary>
    public static IpProtocol All { get; } = new(-1);

    public static IpProtocol Icmp { get; } = new(1);

    public static IpProtocol Tcp { get; } = new(6);

    public static IpProtocol Udp { get; } = new(17);

    public static IpProtocol IcmpV6 { get; } = new(58);

    public bool IsAll => _number < 0;

    /// <summary>The IANA number; asking it of all protocols is a bug.</summary>
    public byte Number => checked((byte)_number);

    public bool HasPorts => this == Tcp || this == Udp;

    /// <summary>Whether EC2 uses the two port fields for an ICMP type and code.</summary>
    public bool IsIcmp => this == Icmp || this == IcmpV6;

    public static IpProtocol Of(byte number) => new(number);

    /// <summary>Reads EC2's names and numbers in any case; an unknown name is not a protocol.</summary>
    public static bool TryParse(string? text, out IpProtocol protocol)
    {
        switch (text?.ToLowerInvariant())
        {
            case "-1" or "all":
                protocol = All;
                return true;
            case "tcp":
                protocol = Tcp;
                return true;
            case "udp":
                protocol = Udp;
                return true;
            case "icmp":
                protocol = Icmp;
                return true;
            case "icmpv6":
                protocol = IcmpV6;
                return true;
            default:
                var isNumber = Digits.TryParse(text, byte.MaxValue, out var number);
                protocol = isNumber ? Of((byte)number) : default;
                return isNumber;
        }
    }

    /// <summary>As security group APIs write it: <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, <c>-1</c> or a number.</summary>
    public string ToSecurityGroupText() =>
        this switch
        {
            _ when this == Tcp => "tcp",
            _ when this == Udp => "udp",
            _ when this == Icmp => "icmp",
            _ when this == IcmpV6 => "icmpv6",
            _ => ToNumberText(),
        };

    /// <summary>As network ACL APIs write it: always a number, <c>-1</c> for all.</summary>
    public string ToNumberText() => _number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As people read it: <c>tcp</c>, <c>all</c>, <c>protocol 50</c>.</summary>
    public override string ToString() =>
        IsAll ? "all"
        : ToSecurityGroupText() is var text && char.IsAsciiLetter(text[0]) ? text
        : $"protocol {text}";
}
