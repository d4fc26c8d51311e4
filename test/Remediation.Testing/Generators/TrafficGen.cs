using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Testing.Generators;

/// <summary>Services and blocks from small sets, so that generated rules overlap, contain and touch each other as real ones do.</summary>
public static class TrafficGen
{
    /// <summary>Whole internet, halves of it, private and documentation ranges of both families.</summary>
    public static Gen<Cidr> Cidr { get; } =
        Gen.OneOf(
            Block("0.0.0.0/0"),
            Block("0.0.0.0/0"),
            Block("0.0.0.0/1"),
            Block("128.0.0.0/1"),
            Block("10.0.0.0/8"),
            Block("10.1.0.0/16"),
            Block("192.0.2.0/24"),
            Block("198.51.100.0/24"),
            Block("203.0.113.0/24"),
            Block("203.0.113.128/25"),
            Block("203.0.113.7/32"),
            Block("::/0"),
            Block("2001:db8::/32"),
            Block("2001:db8:1::/48"),
            Block("fd00::/8")
        );

    public static Gen<Service> Service { get; } =
        Gen.OneOf<Service>(
            Gen.OneOf(
                Core.Traffic.Service.All,
                Core.Traffic.Service.Of(IpProtocol.Tcp, 22, 22),
                Core.Traffic.Service.Of(IpProtocol.Tcp, 20, 25),
                Core.Traffic.Service.Of(IpProtocol.Tcp, 0, 0),
                Core.Traffic.Service.Of(IpProtocol.Tcp, 443, 443),
                Core.Traffic.Service.Of(IpProtocol.Tcp, 0, 65535),
                Core.Traffic.Service.Of(IpProtocol.Tcp, 1024, 65535),
                Core.Traffic.Service.Of(IpProtocol.Udp, 53, 53),
                Core.Traffic.Service.Of(IpProtocol.Udp, 0, 65535),
                Core.Traffic.Service.Of(IpProtocol.Icmp, 0, 65535),
                Core.Traffic.Service.Of(IpProtocol.Icmp, 8 << 8, (8 << 8) | 0xFF),
                Core.Traffic.Service.Of(IpProtocol.Icmp, 3 << 8 | 4, 3 << 8 | 4),
                Core.Traffic.Service.Of(IpProtocol.IcmpV6, 0, 65535),
                Core.Traffic.Service.Of(IpProtocol.Of(50), 0, 65535)
            ),
            Gen.Select(
                Gen.OneOf(IpProtocol.Tcp, IpProtocol.Udp),
                Gen.Int[0, 30],
                Gen.Int[0, 8],
                (protocol, first, length) => Core.Traffic.Service.Of(protocol, first, first + length)
            )
        );

    public static Gen<Direction> Direction { get; } =
        Gen.OneOf(Core.Traffic.Direction.Ingress, Core.Traffic.Direction.Egress);

    private static Cidr Block(string text) => Core.Traffic.Cidr.Parse(text).Value;
}
