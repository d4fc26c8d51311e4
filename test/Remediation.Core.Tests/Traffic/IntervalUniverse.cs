using System.Numerics;
using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

/// <summary>
/// Brute force for sets whose intervals end at a few chosen numbers: membership is asked of those, of their neighbours, and
/// so of one number of every stretch in between.
/// </summary>
internal sealed class IntervalUniverse<T>
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private readonly T[] _ends;

    public IntervalUniverse(IEnumerable<T> ends)
    {
        _ends = [.. ends.Distinct().Order()];
        Points = [.. _ends.SelectMany(Neighbours).Append(T.MinValue).Append(T.MaxValue).Distinct().Order()];
    }

    /// <summary>The numbers 0, the greatest, the middle, a few others and all that are next to them.</summary>
    public static IntervalUniverse<T> Boundaries { get; } =
        new([
            T.MinValue,
            T.MinValue + T.One,
            T.MinValue + T.CreateChecked(2),
            T.CreateChecked(100),
            T.CreateChecked(101),
            (T.MaxValue >> 1) - T.One,
            T.MaxValue >> 1,
            (T.MaxValue >> 1) + T.One,
            T.MaxValue - T.CreateChecked(2),
            T.MaxValue - T.One,
            T.MaxValue,
        ]);

    public T[] Points { get; }

    public Gen<Interval<T>[]> Intervals =>
        Gen.Select(Gen.Int[0, _ends.Length - 1], Gen.Int[0, _ends.Length - 1])
            .Select((a, b) => new Interval<T>(_ends[Math.Min(a, b)], _ends[Math.Max(a, b)]))
            .Array[0, 6];

    public static bool[] Members(T[] points, IEnumerable<Interval<T>> intervals) =>
        [.. points.Select(point => intervals.Any(interval => interval.First <= point && point <= interval.Last))];

    public bool[] Members(IEnumerable<Interval<T>> intervals) => Members(Points, intervals);

    public bool[] Members(IntervalSet<T> set) => Members(set.Intervals.ToArray());

    /// <summary>How many numbers the members stand for: a point, and the stretch from it to the next point.</summary>
    public BigInteger Count(bool[] members)
    {
        var count = BigInteger.Zero;
        for (var i = 0; i < Points.Length; i++)
        {
            var next =
                i + 1 < Points.Length
                    ? BigInteger.CreateChecked(Points[i + 1])
                    : BigInteger.CreateChecked(Points[i]) + 1;
            count += members[i] ? next - BigInteger.CreateChecked(Points[i]) : 0;
        }
        return count;
    }

    private static IEnumerable<T> Neighbours(T value)
    {
        if (value > T.MinValue)
        {
            yield return value - T.One;
        }
        yield return value;
        if (value < T.MaxValue)
        {
            yield return value + T.One;
        }
    }
}
