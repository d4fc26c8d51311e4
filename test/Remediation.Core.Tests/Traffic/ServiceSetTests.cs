using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class ServiceSetTests
{
    [Fact]
    public void Operations_AnyServices_AgreeWithBruteForce() =>
        Gen.Select(TrafficUniverse.Steps, TrafficUniverse.Steps)
            .Sample(
                (a, b) =>
                {
                    var (left, right) = (TrafficUniverse.Services(a), TrafficUniverse.Services(b));
                    var (inLeft, inRight) = (Members(a), Members(b));
                    AssertIs(inLeft, left);
                    AssertIs(inLeft.Zip(inRight, (x, y) => x || y), left.Union(right));
                    AssertIs(inLeft.Zip(inRight, (x, y) => x && y), left.Intersect(right));
                    AssertIs(inLeft.Zip(inRight, (x, y) => x && !y), left.Except(right));
                    Assert.Equal(inLeft.Zip(inRight, (x, y) => x && y).Contains(true), left.Overlaps(right));
                    Assert.Equal(!inLeft.Zip(inRight, (x, y) => x && !y).Contains(true), left.IsSubsetOf(right));
                    Assert.Equal(inLeft.SequenceEqual(inRight), left.Equals(right));
                }
            );

    [Fact]
    public void ToServices_AnyServices_AreExactDisjointAscendingAndLeast() =>
        TrafficUniverse.Steps.Sample(
            steps =>
            {
                var set = TrafficUniverse.Services(steps);
                var services = set.ToServices().ToList();

                var byProtocol = services
                    .GroupBy(service => service.Protocol)
                    .ToDictionary(g => g.Key, g => g.ToList());
                Assert.Equal(set.Equals(ServiceSet.All), byProtocol.ContainsKey(IpProtocol.All));
                if (set.Equals(ServiceSet.All))
                {
                    Assert.Equal([Service.All], services);
                    return;
                }
                for (var number = 0; number < 256; number++)
                {
                    var protocol = IpProtocol.Of((byte)number);
                    var pieces = byProtocol.GetValueOrDefault(protocol, []);
                    AssertPieces(set.PortsOf(protocol), protocol, pieces);
                }
                Assert.Equal(services.OrderBy(service => (service.Protocol.Number, service.First)), services);
            },
            iter: 50
        );

    [Fact]
    public void Of_PortsOfProtocolsWithoutPorts_AreNotHeeded()
    {
        Assert.Equal(ServiceSet.All, ServiceSet.Of(IpProtocol.All, PortSet.Of(22, 22)));
        Assert.True(ServiceSet.Of(IpProtocol.Of(50), PortSet.Of(22, 22)).PortsOf(IpProtocol.Of(50)).IsAll);
        Assert.True(ServiceSet.Of(IpProtocol.Of(50), PortSet.Empty).IsEmpty);
        Assert.True(ServiceSet.Of(IpProtocol.Tcp, PortSet.Empty).IsEmpty);
    }

    [Fact]
    public void IsAll_EveryProtocolOneByOne_IsTrueWithTheLast()
    {
        var sum = ServiceSet.Empty;
        for (var number = 0; number < 256; number++)
        {
            Assert.False(sum.IsAll);
            sum = sum.Union(ServiceSet.Of(IpProtocol.Of((byte)number), PortSet.All));
        }
        Assert.True(sum.IsAll);
        Assert.Equal([Service.All], sum.ToServices());
    }

    [Fact]
    public void ToString_Services_AreAsPeopleReadThem()
    {
        Assert.Equal("nothing", ServiceSet.Empty.ToString());
        Assert.Equal("all traffic", ServiceSet.All.ToString());
        Assert.Equal(
            "tcp/20-21, tcp/23-25, udp/53",
            ServiceSet
                .Of(IpProtocol.Tcp, PortSet.Of(20, 25))
                .Except(ServiceSet.Tcp(22))
                .Union(ServiceSet.Udp(53))
                .ToString()
        );
    }

    [Fact]
    public void ToString_AllButALittle_TellsWhatIsMissing()
    {
        Assert.Equal("all traffic but tcp/22", ServiceSet.All.Except(ServiceSet.Tcp(22)).ToString());
        Assert.Equal(
            "all traffic but tcp/53, tcp/443, udp/53",
            ServiceSet.All.Except(ServiceSet.Tcp(53, 443).Union(ServiceSet.Udp(53))).ToString()
        );
        Assert.Equal(
            "all traffic but tcp",
            ServiceSet.All.Except(ServiceSet.Of(IpProtocol.Tcp, PortSet.All)).ToString()
        );
    }

    // What is missing from a few protocols is no shorter to think of than what they are.
    [Fact]
    public void ToString_FewProtocols_TellsWhatThereIs() =>
        Assert.Equal(
            "tcp/0-21, tcp/23-65535",
            ServiceSet.Of(IpProtocol.Tcp, PortSet.All).Except(ServiceSet.Tcp(22)).ToString()
        );

    [Theory]
    [InlineData(0x0800, 0x08FF, "icmp type 8")]
    [InlineData(0x0800, 0x0800, "icmp type 8 code 0")]
    [InlineData(0x0801, 0x0803, "icmp type 8 codes 1-3")]
    [InlineData(0x0000, 0xFFFF, "icmp")]
    [InlineData(0x0300, 0x05FF, "icmp types 3-5")]
    [InlineData(0x0302, 0x05FF, "icmp type 3 codes 2-255, icmp types 4-5")]
    [InlineData(0x0302, 0x0507, "icmp type 3 codes 2-255, icmp type 4, icmp type 5 codes 0-7")]
    [InlineData(0x0300, 0x0507, "icmp types 3-4, icmp type 5 codes 0-7")]
    [InlineData(0x0300, 0x0400, "icmp type 3, icmp type 4 code 0")]
    [InlineData(0xFEFF, 0xFFFF, "icmp type 254 code 255, icmp type 255")]
    public void ToString_IcmpRange_ClaimsNoMoreThanItHolds(int first, int last, string text) =>
        Assert.Equal(text, ServiceSet.Of(IpProtocol.Icmp, PortSet.Of(first, last)).ToString());

    [Fact]
    public void ToString_ManyPieces_AreSummedUp()
    {
        var ports = Enumerable.Range(1, 14).Select(i => i * 10).ToArray();

        Assert.Equal(
            "tcp/10, tcp/20, tcp/30, tcp/40, tcp/50, tcp/60, tcp/70, tcp/80, tcp/90, tcp/100, tcp/110, tcp/120 and 2 more",
            ServiceSet.Tcp(ports).ToString()
        );
    }

    private static bool[] Members(TrafficStep[] steps)
    {
        var members = new List<bool>();
        foreach (var (protocol, port) in TrafficUniverse.Points.Select(p => (p.Protocol, p.Port)).Distinct())
        {
            members.Add(steps.LastOrDefault(step => step.CoversService(protocol, port))?.Adds ?? false);
        }
        return [.. members];
    }

    private static void AssertIs(IEnumerable<bool> members, ServiceSet set)
    {
        Assert.Equal(
            members,
            TrafficUniverse
                .Points.Select(p => (p.Protocol, p.Port))
                .Distinct()
                .Select(point => set.PortsOf(IpProtocol.Of(point.Protocol)).Contains(point.Port))
        );
        Assert.Equal(!members.Contains(true), set.IsEmpty);
        Assert.Equal(!members.Contains(false), set.IsAll);
    }

    private static void AssertPieces(PortSet ports, IpProtocol protocol, List<Service> pieces)
    {
        if (ports.IsAll)
        {
            Assert.Equal([Service.Of(protocol, 0, 65535)], pieces);
            return;
        }
        if (ports.IsEmpty)
        {
            Assert.Empty(pieces);
            return;
        }
        var covered = new bool[65536];
        foreach (var piece in pieces)
        {
            Assert.False(covered.AsSpan(piece.First..(piece.Last + 1)).Contains(true), "pieces overlap");
            covered.AsSpan(piece.First..(piece.Last + 1)).Fill(true);
            var (from, to) = piece.ToPermissionPorts();
            Assert.Equal(piece, Service.FromPermission(piece.Protocol, from, to).Value);
        }
        Assert.Equal(ports, PortsOf(covered));
        Assert.Equal(LeastPieces(protocol, covered), pieces.Count);
    }

    private static PortSet PortsOf(bool[] covered) =>
        PortSet.Of(
            IntervalSet<ushort>.Of(
                Enumerable
                    .Range(0, 65536)
                    .Where(i => covered[i])
                    .Select(i => new Interval<ushort>((ushort)i, (ushort)i))
            )
        );

    // ICMP, when it is not everything: for each type one piece when it is whole and one piece for each code when not.
    private static int LeastPieces(IpProtocol protocol, bool[] covered) =>
        protocol.IsIcmp
            ? covered.Chunk(256).Sum(codes => codes.Contains(false) ? codes.Count(isMember => isMember) : 1)
            : covered.Where((isMember, i) => isMember && (i == 0 || !covered[i - 1])).Count();
}
