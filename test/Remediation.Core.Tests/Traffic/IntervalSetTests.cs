using System.Numerics;
using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class IntervalSetTests
{
    [Fact]
    public void Operations_AnyBytes_AgreeWithBruteForce() =>
        AgreeWithBruteForce(new IntervalUniverse<byte>(Enumerable.Range(0, 256).Select(value => (byte)value)), 150);

    [Fact]
    public void Operations_ByteBoundaries_AgreeWithBruteForce() =>
        AgreeWithBruteForce(IntervalUniverse<byte>.Boundaries, 2000);

    [Fact]
    public void Operations_UShortBoundaries_AgreeWithBruteForce() =>
        AgreeWithBruteForce(IntervalUniverse<ushort>.Boundaries, 2000);

    [Fact]
    public void Operations_UIntBoundaries_AgreeWithBruteForce() =>
        AgreeWithBruteForce(IntervalUniverse<uint>.Boundaries, 2000);

    [Fact]
    public void Operations_UInt128Boundaries_AgreeWithBruteForce() =>
        AgreeWithBruteForce(IntervalUniverse<UInt128>.Boundaries, 2000);

    [Fact]
    public void Laws_Bytes_Hold() => LawsHold(IntervalUniverse<byte>.Boundaries);

    [Fact]
    public void Laws_UShorts_Hold() => LawsHold(IntervalUniverse<ushort>.Boundaries);

    [Fact]
    public void Laws_UInts_Hold() => LawsHold(IntervalUniverse<uint>.Boundaries);

    [Fact]
    public void Laws_UInt128s_Hold() => LawsHold(IntervalUniverse<UInt128>.Boundaries);

    [Fact]
    public void Of_AllSubsetsOfFourBoundaryBytes_AreDistinctAndCanonical()
    {
        byte[] values = [0, 1, 254, 255];
        var sets = Enumerable
            .Range(0, 16)
            .Select(bits =>
                values.Where((_, i) => (bits >> i & 1) == 1).Select(value => new Interval<byte>(value, value))
            )
            .Select(IntervalSet<byte>.Of)
            .ToList();

        Assert.All(sets, AssertCanonical);
        Assert.Equal(16, sets.Distinct().Count());
    }

    [Fact]
    public void Of_IntervalThatEndsBeforeItStarts_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IntervalSet<ushort>.Of(2, 1));
        Assert.Throws<ArgumentException>(() => IntervalSet<ushort>.Of([new(5, 6), new(2, 1)]));
    }

    [Fact]
    public void Of_CallersArray_IsNotChanged()
    {
        Interval<byte>[] intervals = [new(9, 12), new(0, 10)];

        var set = IntervalSet<byte>.Of(intervals);

        Assert.Equal(IntervalSet<byte>.Of(0, 12), set);
        Assert.Equal([new(9, 12), new(0, 10)], intervals);
    }

    [Fact]
    public void Count_AllOf128Bits_IsExact() => Assert.Equal(BigInteger.One << 128, IntervalSet<UInt128>.All.Count);

    [Fact]
    public void IsAll_PiecesThatTouch_IsTrueOnlyWhenNothingIsMissing()
    {
        Assert.True(IntervalSet<byte>.Of([new(128, 255), new(0, 127)]).IsAll);
        Assert.False(IntervalSet<byte>.Of(0, 254).IsAll);
        Assert.False(IntervalSet<byte>.Of(1, 255).IsAll);
        Assert.False(IntervalSet<byte>.Empty.IsAll);
    }

    [Fact]
    public void ToString_Intervals_AreListed() =>
        Assert.Equal("1, 3-5", IntervalSet<byte>.Of([new(3, 5), new(1, 1)]).ToString());

    private static void AgreeWithBruteForce<T>(IntervalUniverse<T> universe, int iterations)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T> =>
        Gen.Select(universe.Intervals, universe.Intervals)
            .Sample((a, b) => AgreesWithBruteForce(universe, a, b), iter: iterations);

    private static void AgreesWithBruteForce<T>(IntervalUniverse<T> universe, Interval<T>[] a, Interval<T>[] b)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var (left, right) = (IntervalSet<T>.Of(a), IntervalSet<T>.Of(b));
        var (inLeft, inRight) = (universe.Members(a), universe.Members(b));

        AssertIs(universe, inLeft, left);
        AssertIs(universe, Zip(inLeft, inRight, (x, y) => x || y), left.Union(right));
        AssertIs(universe, Zip(inLeft, inRight, (x, y) => x && y), left.Intersect(right));
        AssertIs(universe, Zip(inLeft, inRight, (x, y) => x && !y), left.Except(right));
        AssertIs(universe, [.. inLeft.Select(x => !x)], left.Complement());
        Assert.Equal(inLeft, universe.Points.Select(left.Contains));
        Assert.Equal(inLeft.SequenceEqual(inRight), left.Equals(right));
        Assert.Equal(Zip(inLeft, inRight, (x, y) => x && y).Contains(true), left.Overlaps(right));
        Assert.Equal(!Zip(inLeft, inRight, (x, y) => x && !y).Contains(true), left.IsSubsetOf(right));
        foreach (var interval in b)
        {
            var inInterval = universe.Members([interval]);
            Assert.Equal(Zip(inLeft, inInterval, (x, y) => x && y).Contains(true), left.Overlaps(interval));
            Assert.Equal(!Zip(inLeft, inInterval, (x, y) => y && !x).Contains(true), left.Contains(interval));
        }
    }

    private static void AssertIs<T>(IntervalUniverse<T> universe, bool[] members, IntervalSet<T> set)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        AssertCanonical(set);
        Assert.Equal(members, universe.Members(set));
        var count = universe.Count(members);
        Assert.Equal(count, set.Count);
        Assert.Equal(count == 0, set.IsEmpty);
        Assert.Equal(!members.Contains(false), set.IsAll);
        foreach (var limit in universe.Points.Concat(Around<T>(count)))
        {
            Assert.Equal(count > BigInteger.CreateChecked(limit), set.HasMoreThan(limit));
        }
    }

    private static IEnumerable<T> Around<T>(BigInteger count)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T> =>
        new[] { count - 1, count, count + 1 }
            .Where(limit => limit >= 0 && limit <= BigInteger.CreateChecked(T.MaxValue))
            .Select(T.CreateChecked);

    private static void AssertCanonical<T>(IntervalSet<T> set)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        for (var i = 0; i < set.Intervals.Length; i++)
        {
            Assert.True(set.Intervals[i].First <= set.Intervals[i].Last, set.ToString());
            Assert.True(
                i == 0
                    || BigInteger.CreateChecked(set.Intervals[i - 1].Last) + 1
                        < BigInteger.CreateChecked(set.Intervals[i].First),
                set.ToString()
            );
        }
    }

    private static void LawsHold<T>(IntervalUniverse<T> universe)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var sets = universe.Intervals.Select(IntervalSet<T>.Of);
        Gen.Select(sets, sets, sets).Sample(Laws, iter: 1000);
    }

    private static void Laws<T>(IntervalSet<T> a, IntervalSet<T> b, IntervalSet<T> c)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        Same(a.Union(b).Complement(), a.Complement().Intersect(b.Complement()));
        Same(a.Intersect(b).Complement(), a.Complement().Union(b.Complement()));
        Same(a.Complement().Complement(), a);
        Same(a.Union(a.Intersect(b)), a);
        Same(a.Intersect(a.Union(b)), a);
        Same(a.Union(a), a);
        Same(a.Intersect(a), a);
        Same(a.Union(b), b.Union(a));
        Same(a.Intersect(b), b.Intersect(a));
        Same(a.Union(b).Union(c), a.Union(b.Union(c)));
        Same(a.Intersect(b.Union(c)), a.Intersect(b).Union(a.Intersect(c)));
        Same(a.Except(b).Union(a.Intersect(b)), a);
        Assert.False(a.Except(b).Overlaps(a.Intersect(b)));
        Same(a.Except(a), IntervalSet<T>.Empty);
        Same(a.Union(a.Complement()), IntervalSet<T>.All);
        Assert.Equal(a.Count + b.Count, a.Union(b).Count + a.Intersect(b).Count);
    }

    private static void Same<T>(IntervalSet<T> a, IntervalSet<T> b)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    private static bool[] Zip(bool[] a, bool[] b, Func<bool, bool, bool> combine) => [.. a.Zip(b, combine)];
}
