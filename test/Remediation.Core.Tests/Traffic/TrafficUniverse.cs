using System.Numerics;
using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

/// <summary>
/// Brute force for traffic that is put together from a few services and blocks: one point for each stretch that those can
/// tell apart, and how many (protocol, port, address) triples the point stands for.
/// </summary>
internal static class TrafficUniverse
{
    // 2 stands for every protocol that no rule names.
    private static readonly (byte Number, int Weight)[] Protocols =
    [
        (0, 1),
        (1, 1),
        (2, 250),
        (6, 1),
        (17, 1),
        (58, 1),
        (255, 1),
    ];

    private static readonly int[] PortEnds = [0, 1, 21, 22, 23, 65534, 65535];

    private static readonly (int Port, int Weight)[] Ports =
    [
        (0, 1),
        (1, 1),
        (10, 19),
        (21, 1),
        (22, 1),
        (23, 1),
        (1000, 65_510),
        (65534, 1),
        (65535, 1),
    ];

    private static readonly Cidr[] Blocks =
    [
        .. new[]
        {
            "0.0.0.0/0",
            "0.0.0.0/1",
            "128.0.0.0/1",
            "0.0.0.0/32",
            "10.0.0.0/8",
            "11.0.0.0/8",
            "255.255.255.255/32",
            "::/0",
            "::/128",
            "8000::/1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
        }.Select(Block),
    ];

    private static readonly (Cidr Address, BigInteger Weight)[] Addresses =
    [
        (Block("0.0.0.0"), 1),
        (Block("0.0.0.1"), (10 << 24) - 1),
        (Block("10.0.0.0"), 1 << 24),
        (Block("11.255.255.255"), 1 << 24),
        (Block("12.0.0.0"), (BigInteger.One << 31) - (12 << 24)),
        (Block("128.0.0.0"), (BigInteger.One << 31) - 1),
        (Block("255.255.255.255"), 1),
        (Block("::"), 1),
        (Block("7fff::"), (BigInteger.One << 127) - 1),
        (Block("8000::"), (BigInteger.One << 127) - 1),
        (Block("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 1),
    ];

    public static Gen<TrafficStep[]> Steps { get; } = Step().Array[0, 6];

    public static Gen<Cidr> AnyBlock { get; } = Gen.Int[0, Blocks.Length - 1].Select(i => Blocks[i]);

    public static (byte Protocol, int Port, Cidr Address)[] Points { get; } =
    [
        .. from protocol in Protocols
        from port in Ports
        from address in Addresses
        select (protocol.Number, port.Port, address.Address),
    ];

    public static TrafficSet Traffic(TrafficStep[] steps) =>
        steps.Aggregate(
            TrafficSet.Empty,
            (sum, step) =>
            {
                var traffic = TrafficSet.Of(
                    ServiceSet.Of(step.Protocol, PortSet.Of(step.First, step.Last)),
                    AddressSet.Of(step.Block)
                );
                return step.Adds ? sum.Union(traffic) : sum.Except(traffic);
            }
        );

    public static ServiceSet Services(TrafficStep[] steps) =>
        steps.Aggregate(
            ServiceSet.Empty,
            (sum, step) =>
            {
                var services = ServiceSet.Of(step.Protocol, PortSet.Of(step.First, step.Last));
                return step.Adds ? sum.Union(services) : sum.Except(services);
            }
        );

    public static bool[] Members(TrafficStep[] steps) => [.. Points.Select(point => Allowed(steps, point))];

    public static bool[] Members(TrafficSet traffic) =>
        [
            .. Points.Select(point =>
                traffic.AddressesOf(IpProtocol.Of(point.Protocol), point.Port).Contains(point.Address)
            ),
        ];

    public static BigInteger Count(bool[] members)
    {
        var weights =
            from protocol in Protocols
            from port in Ports
            from address in Addresses
            select protocol.Weight * port.Weight * address.Weight;
        return weights.Zip(members, (weight, isMember) => isMember ? weight : 0).Aggregate(BigInteger.Add);
    }

    private static bool Allowed(TrafficStep[] steps, (byte Protocol, int Port, Cidr Address) point)
    {
        var allowed = false;
        foreach (var step in steps.Where(step => step.Covers(point.Protocol, point.Port, point.Address)))
        {
            allowed = step.Adds;
        }
        return allowed;
    }

    private static Gen<TrafficStep> Step() =>
        Gen.Select(
            Gen.Int[0, 4],
            Gen.Int[0, 8],
            Gen.Int[0, PortEnds.Length - 1],
            Gen.Int[0, PortEnds.Length - 1],
            Gen.Int[0, Blocks.Length - 1],
            (sign, protocol, a, b, block) =>
                new TrafficStep(
                    sign > 0,
                    Protocol(protocol),
                    PortEnds[Math.Min(a, b)],
                    PortEnds[Math.Max(a, b)],
                    Blocks[block]
                )
        );

    private static IpProtocol Protocol(int choice) =>
        choice switch
        {
            0 => IpProtocol.All,
            1 => IpProtocol.Of(0),
            2 => IpProtocol.Icmp,
            3 or 4 or 5 => IpProtocol.Tcp,
            6 => IpProtocol.Udp,
            7 => IpProtocol.IcmpV6,
            _ => IpProtocol.Of(255),
        };

    private static Cidr Block(string text) => Cidr.Parse(text).Value;
}
