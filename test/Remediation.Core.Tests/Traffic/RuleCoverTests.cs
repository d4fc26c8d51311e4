using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class RuleCoverTests
{
    [Fact]
    public void ToRules_EverySetOfThreePortsAndFourAddresses_IsExactAndLeast()
    {
        var space = Cidr.Parse("192.0.2.4/30").Value;
        var oracle = new RuleCoverOracle(3, 4);
        for (var cells = 0; cells < 1 << 12; cells++)
        {
            AssertExactAndLeast(oracle, space, 21, 3, (ulong)cells);
        }
    }

    [Theory]
    [InlineData("0.0.0.0/29", 0)]
    [InlineData("255.255.255.248/29", 65531)]
    [InlineData("2001:db8::8/125", 20)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff8/125", 0)]
    public void ToRules_RectanglesAddedAndTakenAway_IsExactAndLeast(string block, int port)
    {
        var space = Cidr.Parse(block).Value;
        var oracle = new RuleCoverOracle(5, 8);
        var steps = Gen.Select(Gen.Bool, Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[1, 255]).Array[1, 6];
        Gen.Select(Gen.Bool, steps)
            .Sample(
                (full, rectangles) =>
                {
                    var cells = full ? (1UL << 40) - 1 : 0;
                    foreach (var (adds, a, b, mask) in rectangles)
                    {
                        for (var i = Math.Min(a, b); i <= Math.Max(a, b); i++)
                        {
                            cells = adds ? cells | (ulong)mask << (8 * i) : cells & ~((ulong)mask << (8 * i));
                        }
                    }
                    AssertExactAndLeast(oracle, space, port, 5, cells);
                },
                iter: 100
            );
    }

    [Fact]
    public void ToRules_AllProtocolsAndIcmp_IsExactAndLeast()
    {
        var mask = Gen.OneOf(Gen.Int[0, 15], Gen.Const(15), Gen.Const(7));
        Gen.Select(mask, mask.Array[3], mask, mask, mask)
            .Sample(
                (others, tcp, icmp, codeZero, codes) =>
                {
                    var traffic = Of(ServiceSet.All.Except(Tcp(0, 65535)).Except(Icmp(0, 65535)), others)
                        .Union(Of(Tcp(0, 99), tcp[0]))
                        .Union(Of(Tcp(100, 199), tcp[1]))
                        .Union(Of(Tcp(200, 65535), tcp[2]))
                        .Union(Of(Icmp(0, 65535).Except(Icmp(0x300, 0x3FF)), icmp))
                        .Union(Of(Icmp(0x300, 0x300), codeZero))
                        .Union(Of(Icmp(0x301, 0x3FF), codes));

                    var rules = traffic.ToRules();

                    Assert.Equal(traffic, Union(rules));
                    AssertExpressible(rules);
                    Assert.Equal(new ProtocolCoverOracle(others, tcp, icmp, codeZero, codes).Least(), rules.Count);
                },
                iter: 40
            );
    }

    [Fact]
    public void ToRules_AnyTraffic_IsExactExpressibleAndWithoutRedundancy() =>
        TrafficUniverse.Steps.Sample(
            steps =>
            {
                // Without protocols that no step names: they would only repeat one list 250 times.
                var named = ServiceSet
                    .Of(IpProtocol.Tcp, PortSet.All)
                    .Union(ServiceSet.Of(IpProtocol.Udp, PortSet.All))
                    .Union(ServiceSet.Of(IpProtocol.Of(255), PortSet.All));
                var traffic = TrafficUniverse.Traffic(steps).Intersect(TrafficSet.Of(named, AddressSet.All));

                var rules = traffic.ToRules();

                Assert.Equal(traffic, Union(rules));
                AssertExpressible(rules);
                for (var i = 0; i < Math.Min(rules.Count, 30); i++)
                {
                    Assert.NotEqual(traffic, Union([.. rules.Where((_, j) => j != i)]));
                }
            },
            iter: 50
        );

    [Fact]
    public void ToRules_OneRuleMinusSsh_KeepsThePortsOnEitherSide()
    {
        var rule = TrafficSet.Of(Tcp(20, 25), AddressSet.AllIPv4);
        var forbidden = TrafficSet.Of(
            ServiceSet.Tcp(22),
            AddressSet.AllIPv4.Except(AddressSet.Of(Cidr.Parse("10.0.0.0/8").Value))
        );

        Assert.Equal(
            ["tcp/20-21 from 0.0.0.0/0", "tcp/20-25 from 10.0.0.0/8", "tcp/23-25 from 0.0.0.0/0"],
            rule.Except(forbidden).ToRules().Select(left => left.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void ToRules_BlocksThatChainAcrossPorts_NeedNoThirdRule()
    {
        var traffic = TrafficSet
            .Of(Tcp(1, 2), AddressSet.Of(Cidr.Parse("192.0.2.0/25").Value))
            .Union(TrafficSet.Of(Tcp(2, 3), AddressSet.Of(Cidr.Parse("192.0.2.128/25").Value)));

        Assert.Equal(
            ["tcp/1-2 from 192.0.2.0/25", "tcp/2-3 from 192.0.2.128/25"],
            traffic.ToRules().Select(rule => rule.ToString())
        );
    }

    [Fact]
    public void ToRules_WholeAndEmpty_AreTwoRulesAndNone()
    {
        Assert.Equal([new(Service.All, Cidr.AnyIPv4), new(Service.All, Cidr.AnyIPv6)], TrafficSet.All.ToRules());
        Assert.Empty(TrafficSet.Empty.ToRules());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(255)]
    public void ToRules_AllButOneProtocol_NeverSaysAllProtocols(int missing)
    {
        var services = ServiceSet.All.Except(ServiceSet.Of(IpProtocol.Of((byte)missing), PortSet.All));

        var rules = TrafficSet.Of(services, AddressSet.AllIPv4).ToRules();

        Assert.Equal(255, rules.Count);
        Assert.DoesNotContain(rules, rule => rule.Service.Protocol.IsAll);
    }

    [Fact]
    public void ToRules_PortsThatDoNotTouch_AreNotJoined() =>
        Assert.Equal(
            ["tcp/20 from 0.0.0.0/0", "tcp/22 from 0.0.0.0/0"],
            TrafficSet.Of(ServiceSet.Tcp(20, 22), AddressSet.AllIPv4).ToRules().Select(rule => rule.ToString())
        );

    private static void AssertExactAndLeast(RuleCoverOracle oracle, Cidr space, int port, int columns, ulong cells)
    {
        var addresses = (int)(space.Last - space.First) + 1;
        var traffic = TrafficSet.Empty;
        for (var column = 0; column < columns; column++)
        {
            var mask = (int)((cells >> (column * addresses)) & ((1UL << addresses) - 1));
            traffic = traffic.Union(TrafficSet.Of(Tcp(port + column, port + column), Addresses(space, mask)));
        }

        var rules = traffic.ToRules();

        Assert.Equal(traffic, Union(rules));
        AssertExpressible(rules);
        Assert.Equal(oracle.Least(cells, 0), rules.Count);
    }

    private static void AssertExpressible(IReadOnlyList<TrafficRule> rules)
    {
        foreach (var rule in rules)
        {
            var (from, to) = rule.Service.ToPermissionPorts();
            Assert.True(IpProtocol.TryParse(rule.Service.Protocol.ToSecurityGroupText(), out var protocol));
            Assert.Equal(rule.Service, Service.FromPermission(protocol, from, to).Value);
            Assert.Equal(rule.Cidr, Cidr.Parse(rule.Cidr.ToString()).Value);
        }
    }

    private static TrafficSet Of(ServiceSet services, int mask) =>
        TrafficSet.Of(services, Addresses(Cidr.Parse("192.0.2.4/30").Value, mask));

    private static AddressSet Addresses(Cidr space, int mask)
    {
        var width = space.Family == IpFamily.IPv4 ? 32 : 128;
        return AddressSet.Of(
            Enumerable
                .Range(0, 8)
                .Where(i => (mask >> i & 1) == 1)
                .Select(i => Cidr.Of(space.Family, space.First + (UInt128)i, width))
        );
    }

    private static ServiceSet Tcp(int first, int last) => ServiceSet.Of(IpProtocol.Tcp, PortSet.Of(first, last));

    private static ServiceSet Icmp(int first, int last) => ServiceSet.Of(IpProtocol.Icmp, PortSet.Of(first, last));

    // Services with the same block are joined first: a thousand rules one by one would be slow.
    private static TrafficSet Union(IReadOnlyList<TrafficRule> rules) =>
        rules
            .GroupBy(rule => rule.Cidr)
            .Select(group =>
                TrafficSet.Of(Joined([.. group.Select(rule => rule.Service.ToServiceSet())]), AddressSet.Of(group.Key))
            )
            .Aggregate(TrafficSet.Empty, (sum, traffic) => sum.Union(traffic));

    private static ServiceSet Joined(ServiceSet[] sets) =>
        sets.Length == 1 ? sets[0] : Joined(sets[..(sets.Length / 2)]).Union(Joined(sets[(sets.Length / 2)..]));
}
