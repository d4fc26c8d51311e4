using System.Numerics;
using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class AddressSetTests
{
    private static readonly Gen<Interval<uint>[]> IPv4Intervals = IntervalUniverse<uint>.Boundaries.Intervals;
    private static readonly Gen<Interval<UInt128>[]> IPv6Intervals = IntervalUniverse<UInt128>.Boundaries.Intervals;

    private static readonly Gen<AddressSet> Sets = Gen.Select(IPv4Intervals, IPv6Intervals)
        .Select((ipv4, ipv6) => AddressSet.Of(IntervalSet<uint>.Of(ipv4), IntervalSet<UInt128>.Of(ipv6)));

    [Theory]
    [InlineData("0.0.0.0/24")]
    [InlineData("10.0.0.0/24")]
    [InlineData("255.255.255.0/24")]
    [InlineData("::/120")]
    [InlineData("2001:db8::/120")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120")]
    public void ToCidrs_AnySetWithinOneBlock_IsExactAndLeast(string block)
    {
        var space = Cidr.Parse(block).Value;
        Gen.Select(Gen.Int[0, 255], Gen.Int[0, 255])
            .Array[0, 8]
            .Sample(ranges =>
            {
                var members = new bool[256];
                foreach (var (a, b) in ranges)
                {
                    Array.Fill(members, true, Math.Min(a, b), Math.Abs(a - b) + 1);
                    Array.Fill(members, false, Math.Min(a, b) / 2, Math.Abs(a - b) / 4);
                }
                AssertExactAndLeast(space, members);
            });
    }

    [Fact]
    public void ToCidrs_EveryIntervalOfASlash24_IsExactAndLeast()
    {
        var space = Cidr.Parse("10.0.0.0/24").Value;
        for (var first = 0; first < 256; first += 7)
        {
            for (var last = first; last < 256; last++)
            {
                var members = new bool[256];
                Array.Fill(members, true, first, last - first + 1);
                AssertExactAndLeast(space, members);
            }
        }
    }

    [Fact]
    public void ToCidrs_AnySet_RoundTripsDisjointAndAscending() =>
        Sets.Sample(set =>
        {
            var cidrs = set.ToCidrs().ToList();
            Assert.Equal(set, AddressSet.Of(cidrs));
            Assert.Equal(set, AddressSet.Of(cidrs.AsEnumerable().Reverse()));
            AssertDisjointAndAscending(cidrs);
        });

    [Fact]
    public void ToCidrs_WholeSpaces_AreOneBlockEach()
    {
        Assert.Equal([Cidr.AnyIPv4, Cidr.AnyIPv6], AddressSet.All.ToCidrs());
        Assert.Equal([Cidr.AnyIPv4], AddressSet.AllIPv4.ToCidrs());
        Assert.Equal([Cidr.AnyIPv6], AddressSet.AllIPv6.ToCidrs());
        Assert.Empty(AddressSet.Empty.ToCidrs());
    }

    [Fact]
    public void ToCidrs_AllButOneEnd_TakesOneBlockPerBit()
    {
        Assert.Equal(32, AddressSet.AllIPv4.Except(Set("0.0.0.0/32")).ToCidrs().Count());
        Assert.Equal(32, AddressSet.AllIPv4.Except(Set("255.255.255.255/32")).ToCidrs().Count());
        Assert.Equal(128, AddressSet.AllIPv6.Except(Set("::/128")).ToCidrs().Count());
        Assert.Equal(
            128,
            AddressSet.AllIPv6.Except(Set("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")).ToCidrs().Count()
        );
    }

    [Fact]
    public void Operations_AnySets_ActOnEachFamilyApart() =>
        Gen.Select(Sets, Sets)
            .Sample(
                (a, b) =>
                {
                    AssertIs(a.IPv4.Union(b.IPv4), a.IPv6.Union(b.IPv6), a.Union(b));
                    AssertIs(a.IPv4.Intersect(b.IPv4), a.IPv6.Intersect(b.IPv6), a.Intersect(b));
                    AssertIs(a.IPv4.Except(b.IPv4), a.IPv6.Except(b.IPv6), a.Except(b));
                    AssertIs(a.IPv4.Complement(), a.IPv6.Complement(), a.Complement());
                    Assert.Equal(!a.Intersect(b).IsEmpty, a.Overlaps(b));
                    Assert.Equal(a.Except(b).IsEmpty, a.IsSubsetOf(b));
                    Assert.Equal(a.Union(b).Equals(a.Intersect(b)), a.Equals(b));
                    Assert.Equal(a.IPv4.Count + a.IPv6.Count, a.Count);
                    Assert.Equal(a.Count == 0, a.IsEmpty);
                    Assert.Equal(a.Complement().IsEmpty, a.IsAll);
                    Assert.Equal(a.GetHashCode(), AddressSet.Of(a.ToCidrs()).GetHashCode());
                }
            );

    [Fact]
    public void ContainsAndOverlaps_AnyBlock_AgreeWithTheSetOfTheBlock() =>
        Gen.Select(Sets, Gen.Int[0, 4], Gen.Bool)
            .Sample(
                (set, up, complement) =>
                {
                    var tested = complement ? set.Complement() : set;
                    foreach (var cidr in set.ToCidrs())
                    {
                        var wider = Cidr.Of(cidr.Family, cidr.First, Math.Max(0, cidr.PrefixLength - up));
                        Assert.Equal(Set(wider).IsSubsetOf(tested), tested.Contains(wider));
                        Assert.Equal(!Set(wider).Intersect(tested).IsEmpty, tested.Overlaps(wider));
                    }
                }
            );

    [Fact]
    public void Of_AMappedIPv6Block_IsNotItsIPv4Block() =>
        Assert.False(Set("::ffff:192.0.2.0/120").Overlaps(Set("192.0.2.0/24")));

    [Fact]
    public void Count_Everything_IsExact() =>
        Assert.Equal((BigInteger.One << 32) + (BigInteger.One << 128), AddressSet.All.Count);

    [Fact]
    public void ToString_Set_ListsItsBlocks()
    {
        Assert.Equal("nothing", AddressSet.Empty.ToString());
        Assert.Equal(
            "192.0.2.0/24, 198.51.100.7/32, 2001:db8::/32",
            Set("2001:db8::/32")
                .Union(Set("198.51.100.7"))
                .Union(Set("192.0.2.0/25"))
                .Union(Set("192.0.2.128/25"))
                .ToString()
        );
    }

    private static AddressSet Set(string cidr) => Set(Cidr.Parse(cidr).Value);

    private static AddressSet Set(Cidr cidr) => AddressSet.Of(cidr);

    private static void AssertIs(IntervalSet<uint> ipv4, IntervalSet<UInt128> ipv6, AddressSet actual)
    {
        Assert.Equal(ipv4, actual.IPv4);
        Assert.Equal(ipv6, actual.IPv6);
    }

    private static void AssertExactAndLeast(Cidr space, bool[] members)
    {
        var set = AddressSet.Of(
            members.Select((isMember, i) => (isMember, i)).Where(x => x.isMember).Select(x => One(space, x.i))
        );
        var cidrs = set.ToCidrs().ToList();

        var covered = new bool[256];
        foreach (var cidr in cidrs)
        {
            Assert.True(space.Contains(cidr), cidr.ToString());
            Array.Fill(covered, true, (int)(cidr.First - space.First), (int)(cidr.Last - cidr.First) + 1);
        }
        Assert.Equal(members, covered);
        Assert.Equal(LeastCover(members, 0, 256), cidrs.Count);
        AssertDisjointAndAscending(cidrs);
    }

    private static Cidr One(Cidr space, int offset) =>
        Cidr.Of(space.Family, space.First + (UInt128)offset, space.Family == IpFamily.IPv4 ? 32 : 128);

    // On the trie: a node is one block when all of it is wanted, else as many as its halves need.
    private static int LeastCover(bool[] members, int start, int length)
    {
        var wanted = members.AsSpan(start, length);
        if (!wanted.Contains(true))
        {
            return 0;
        }
        return !wanted.Contains(false)
            ? 1
            : LeastCover(members, start, length / 2) + LeastCover(members, start + (length / 2), length / 2);
    }

    private static void AssertDisjointAndAscending(List<Cidr> cidrs)
    {
        for (var i = 1; i < cidrs.Count; i++)
        {
            Assert.True(
                cidrs[i - 1].Family < cidrs[i].Family
                    || (cidrs[i - 1].Family == cidrs[i].Family && cidrs[i - 1].Last < cidrs[i].First),
                string.Join(", ", cidrs)
            );
        }
    }
}
