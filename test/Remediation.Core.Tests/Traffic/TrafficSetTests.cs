using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class TrafficSetTests
{
    [Fact]
    public void Operations_AnyTraffic_AgreeWithBruteForce() =>
        Gen.Select(TrafficUniverse.Steps, TrafficUniverse.Steps)
            .Sample(
                (a, b) =>
                {
                    var (left, right) = (TrafficUniverse.Traffic(a), TrafficUniverse.Traffic(b));
                    var (inLeft, inRight) = (TrafficUniverse.Members(a), TrafficUniverse.Members(b));
                    bool[] both = [.. inLeft.Zip(inRight, (x, y) => x && y)];
                    bool[] onlyLeft = [.. inLeft.Zip(inRight, (x, y) => x && !y)];
                    AssertIs(inLeft, left);
                    AssertIs([.. inLeft.Zip(inRight, (x, y) => x || y)], left.Union(right));
                    AssertIs(both, left.Intersect(right));
                    AssertIs(onlyLeft, left.Except(right));
                    Assert.Equal(both.Contains(true), left.Overlaps(right));
                    Assert.Equal(!onlyLeft.Contains(true), left.IsSubsetOf(right));
                    Assert.Equal(inLeft.SequenceEqual(inRight), left.Equals(right));
                },
                iter: 300
            );

    [Fact]
    public void Laws_AnyTraffic_GiveEqualSetsAndHashes() =>
        Gen.Select(TrafficUniverse.Steps, TrafficUniverse.Steps)
            .Sample(
                (x, y) =>
                {
                    var (a, b) = (TrafficUniverse.Traffic(x), TrafficUniverse.Traffic(y));
                    Same(a, a.Except(b).Union(a.Intersect(b)));
                    Assert.False(a.Except(b).Overlaps(a.Intersect(b)));
                    Same(a, a.Union(a.Intersect(b)));
                    Same(a, a.Intersect(a.Union(b)));
                    Same(
                        TrafficSet.All.Except(a.Union(b)),
                        TrafficSet.All.Except(a).Intersect(TrafficSet.All.Except(b))
                    );
                    Same(
                        TrafficSet.All.Except(a.Intersect(b)),
                        TrafficSet.All.Except(a).Union(TrafficSet.All.Except(b))
                    );
                    Same(TrafficSet.Empty, a.Except(a));
                    Same(TrafficSet.All, a.Union(TrafficSet.All.Except(a)));
                },
                iter: 300
            );

    [Fact]
    public void ServicesAddressesAndWithin_AnyTraffic_AgreeWithBruteForce() =>
        Gen.Select(TrafficUniverse.Steps, TrafficUniverse.AnyBlock)
            .Sample(
                (steps, block) =>
                {
                    var traffic = TrafficUniverse.Traffic(steps);
                    var members = TrafficUniverse.Members(steps);
                    var allowed = TrafficUniverse.Points.Where((_, i) => members[i]).ToList();
                    var services = allowed.Select(point => (point.Protocol, point.Port)).ToHashSet();
                    var addresses = allowed.Select(point => point.Address).ToHashSet();
                    var (actualServices, actualAddresses) = (traffic.Services, traffic.Addresses);
                    foreach (var (protocol, port, address) in TrafficUniverse.Points)
                    {
                        Assert.Equal(
                            services.Contains((protocol, port)),
                            actualServices.PortsOf(IpProtocol.Of(protocol)).Contains(port)
                        );
                        Assert.Equal(addresses.Contains(address), actualAddresses.Contains(address));
                    }
                    AssertIs(
                        [.. members.Zip(TrafficUniverse.Points, (x, point) => x && block.Contains(point.Address))],
                        traffic.Within(AddressSet.Of(block))
                    );
                },
                iter: 100
            );

    [Fact]
    public void Of_NoServicesOrNoAddresses_IsEmpty()
    {
        Assert.Equal(TrafficSet.Empty, TrafficSet.Of(ServiceSet.All, AddressSet.Empty));
        Assert.Equal(TrafficSet.Empty, TrafficSet.Of(ServiceSet.Empty, AddressSet.All));
    }

    [Theory]
    [InlineData("-1", null, null)]
    [InlineData("6", null, null)]
    [InlineData("tcp", 0, 65535)]
    [InlineData("tcp", 20, 25)]
    [InlineData("tcp", -1, -1)]
    [InlineData("tcp", 22, 22)]
    public void IsSubsetOf_RuleThatCoversSsh_ContainsIt(string protocol, int? from, int? to)
    {
        Assert.True(IpProtocol.TryParse(protocol, out var parsed));
        var rule = TrafficSet.Of(Service.FromPermission(parsed, from, to).Value, AddressSet.AllIPv4);

        Assert.True(TrafficSet.Of(ServiceSet.Tcp(22), AddressSet.AllIPv4).IsSubsetOf(rule));
    }

    [Fact]
    public void Overlaps_IcmpTypeWithThePortsNumber_IsNotThePort() =>
        Assert.False(
            TrafficSet
                .Of(Service.FromPermission(IpProtocol.Icmp, 0, 22).Value, AddressSet.All)
                .Overlaps(TrafficSet.Of(ServiceSet.Tcp(22), AddressSet.All))
        );

    [Fact]
    public void ToString_Traffic_GroupsServicesThatShareAddresses()
    {
        var traffic = TrafficSet
            .Of(ServiceSet.Tcp(22), AddressSet.AllIPv4)
            .Union(TrafficSet.Of(ServiceSet.Tcp(80, 443), AddressSet.AllIPv4))
            .Union(TrafficSet.Of(ServiceSet.Udp(53), AddressSet.Of(Cidr.Parse("10.0.0.0/8").Value)));

        Assert.Equal("tcp/22, tcp/80, tcp/443 from 0.0.0.0/0; udp/53 from 10.0.0.0/8", traffic.ToString());
        Assert.Equal("tcp/22, tcp/80, tcp/443 to 0.0.0.0/0; udp/53 to 10.0.0.0/8", traffic.ToString("to"));
        Assert.Equal("nothing", TrafficSet.Empty.ToString());
        Assert.Equal("all traffic from 0.0.0.0/0, ::/0", TrafficSet.All.ToString());
    }

    [Fact]
    public void ToString_ManyBlocks_AreSummedUp()
    {
        var odd = Enumerable.Range(0, 12).Select(i => Cidr.Parse($"10.{2 * i}.0.0/16").Value);

        Assert.Equal(
            "tcp/22 from 10.0.0.0/16, 10.2.0.0/16, 10.4.0.0/16, 10.6.0.0/16, 10.8.0.0/16, 10.10.0.0/16, 10.12.0.0/16, "
                + "10.14.0.0/16 and more (786432 addresses)",
            TrafficSet.Of(ServiceSet.Tcp(22), AddressSet.Of(odd)).ToString()
        );
    }

    [Theory]
    [InlineData("0.0.0.0/32", "tcp/22 from 0.0.0.0/0 without 0.0.0.0/32")]
    [InlineData("10.0.0.0/8", "tcp/22 from 0.0.0.0/0 without 10.0.0.0/8")]
    [InlineData("128.0.0.0/1", "tcp/22 from 0.0.0.0/1")]
    public void ToString_NearlyEverything_IsToldByWhatItLacks(string missing, string text)
    {
        var addresses = AddressSet.AllIPv4.Except(AddressSet.Of(Cidr.Parse(missing).Value));

        Assert.Equal(text, TrafficSet.Of(ServiceSet.Tcp(22), addresses).ToString());
    }

    private static void AssertIs(bool[] members, TrafficSet traffic)
    {
        Assert.Equal(members, TrafficUniverse.Members(traffic));
        Assert.Equal(TrafficUniverse.Count(members), traffic.Count);
        Assert.Equal(!members.Contains(true), traffic.IsEmpty);
    }

    private static void Same(TrafficSet expected, TrafficSet actual)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(expected.GetHashCode(), actual.GetHashCode());
    }
}
