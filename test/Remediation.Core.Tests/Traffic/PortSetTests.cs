using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class PortSetTests
{
    private static readonly IntervalUniverse<ushort> Universe = IntervalUniverse<ushort>.Boundaries;

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("22", 22, 22)]
    [InlineData("20-25", 20, 25)]
    [InlineData("22-22", 22, 22)]
    [InlineData("0-65535", 0, 65535)]
    [InlineData("65535", 65535, 65535)]
    public void Parse_PortOrRange_IsTheSet(string text, int first, int last) =>
        Assert.Equal(PortSet.Of(first, last), PortSet.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-1")]
    [InlineData("22-")]
    [InlineData("25-20")]
    [InlineData("65536")]
    [InlineData("0-65536")]
    [InlineData("4294967318")]
    [InlineData("99999999999999999999")]
    [InlineData("20-22-25")]
    [InlineData(" 22")]
    [InlineData("22 ")]
    [InlineData("20 - 25")]
    [InlineData("+22")]
    [InlineData("22\0")]
    [InlineData("٢٢")]
    [InlineData("ssh")]
    [InlineData("*")]
    public void Parse_SomethingElse_FailsAndQuotesIt(string text) =>
        Assert.Contains($"'{text}'", PortSet.Parse(text).Error, StringComparison.Ordinal);

    [Fact]
    public void Operations_AnyPorts_AgreeWithBruteForce() =>
        Gen.Select(Universe.Intervals, Universe.Intervals)
            .Sample(
                (a, b) =>
                {
                    var (left, right) = (Ports(a), Ports(b));
                    var (inLeft, inRight) = (Universe.Members(a), Universe.Members(b));
                    AssertIs(inLeft.Zip(inRight, (x, y) => x || y), left.Union(right));
                    AssertIs(inLeft.Zip(inRight, (x, y) => x && y), left.Intersect(right));
                    AssertIs(inLeft.Zip(inRight, (x, y) => x && !y), left.Except(right));
                    Assert.Equal(inLeft.Zip(inRight, (x, y) => x && y).Contains(true), left.Overlaps(right));
                    Assert.Equal(!inLeft.Zip(inRight, (x, y) => x && !y).Contains(true), left.IsSubsetOf(right));
                    Assert.Equal(inLeft.SequenceEqual(inRight), left.Equals(right));
                }
            );

    [Fact]
    public void Of_Ports_IsTheirSetInAnyOrder()
    {
        Assert.Equal(PortSet.Of(20, 22), PortSet.Of([22, 20, 21, 22]));
        Assert.Equal(PortSet.Empty, PortSet.Of([]));
        Assert.Equal(PortSet.All, PortSet.Of(0, 65535));
        Assert.Equal(PortSet.All.GetHashCode(), PortSet.Of(0, 65535).GetHashCode());
    }

    [Fact]
    public void Of_NotPorts_Throws()
    {
        Assert.Throws<OverflowException>(() => PortSet.Of(0, 65536));
        Assert.Throws<OverflowException>(() => PortSet.Of(-1, 5));
        Assert.Throws<OverflowException>(() => PortSet.Of([65536]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortSet.Of(25, 20));
    }

    [Fact]
    public void ToString_Ports_AreListed()
    {
        Assert.Equal("all", PortSet.Of(0, 65535).ToString());
        Assert.Equal("22, 80-443", PortSet.Of(80, 443).Union(PortSet.Of(22, 22)).ToString());
    }

    private static PortSet Ports(Interval<ushort>[] intervals) => PortSet.Of(IntervalSet<ushort>.Of(intervals));

    private static void AssertIs(IEnumerable<bool> members, PortSet ports)
    {
        Assert.Equal(members, Universe.Points.Select(point => ports.Contains(point)));
        Assert.Equal(members, Universe.Members(ports.Values));
        Assert.Equal(!members.Contains(true), ports.IsEmpty);
        Assert.Equal(!members.Contains(false), ports.IsAll);
    }
}
