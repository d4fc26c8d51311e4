using System.Numerics;

namespace Remediation.Core.Traffic;

/// <summary>
/// A set of unsigned numbers as sorted, disjoint, non-adjacent intervals, so that two sets are equal exactly when their
/// intervals are. Immutable. Every operation is exact and linear in the number of intervals.
/// </summary>
public sealed class IntervalSet<T> : IEquatable<IntervalSet<T>>
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private readonly Interval<T>[] _items;

    private IntervalSet(Interval<T>[] items) => _items = items;

    public static IntervalSet<T> Empty { get; } = new([]);

    /// <summary>Every number of the type.</summary>
    public static IntervalSet<T> All { get; } = new([new(T.MinValue, T.MaxValue)]);

    /// <summary>The intervals in ascending order; between two neighbours at least one number is missing.</summary>
    public ReadOnlySpan<Interval<T>> Intervals => _items;

    public bool IsEmpty => _items.Length == 0;

    public bool IsAll => _items.Length == 1 && _items[0].First == T.MinValue && _items[0].Last == T.MaxValue;

    /// <summary>How many numbers the set holds; exact, and for the whole of a 128-bit type 2^128.</summary>
    public BigInteger Count
    {
        get
        {
            var count = BigInteger.Zero;
            foreach (var item in _items)
            {
                count += BigInteger.CreateChecked(item.Last - item.First) + 1;
            }
            return count;
        }
    }

    /// <summary>The set of one interval; <paramref name="first"/> must not be above <paramref name="last"/>.</summary>
    public static IntervalSet<T> Of(T first, T last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        return new([new(first, last)]);
    }

    /// <summary>The union of intervals in any order, overlapping or not.</summary>
    public static IntervalSet<T> Of(IEnumerable<Interval<T>> intervals)
    {
        var sorted = intervals.ToArray();
        Array.Sort(sorted, static (a, b) => a.First.CompareTo(b.First));
        return FromSorted(sorted);
    }

    public bool Contains(T value) => IndexOf(value) is var i && i < _items.Length && _items[i].First <= value;

    /// <summary>Whether every number from first to last is in the set.</summary>
    public bool Contains(Interval<T> interval)
    {
        var i = IndexOf(interval.First);
        return i < _items.Length && _items[i].First <= interval.First && _items[i].Last >= interval.Last;
    }

    /// <summary>Whether any number from first to last is in the set.</summary>
    public bool Overlaps(Interval<T> interval)
    {
        var i = IndexOf(interval.First);
        return i < _items.Length && _items[i].First <= interval.Last;
    }

    public bool Overlaps(IntervalSet<T> other)
    {
        var (few, many) = _items.Length <= other._items.Length ? (this, other) : (other, this);
        foreach (var item in few._items)
        {
            if (many.Overlaps(item))
            {
                return true;
            }
        }
        return false;
    }

    public bool IsSubsetOf(IntervalSet<T> other)
    {
        foreach (var item in _items)
        {
            if (!other.Contains(item))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the set holds more than <paramref name="limit"/> numbers, without counting further than needed.</summary>
    public bool HasMoreThan(T limit)
    {
        var left = limit;
        foreach (var item in _items)
        {
            var width = item.Last - item.First;
            if (width >= left)
            {
                return true;
            }
            left -= width + T.One;
        }
        return false;
    }

    public IntervalSet<T> Union(IntervalSet<T> other)
    {
        if (IsEmpty || other.IsAll)
        {
            return other;
        }
        if (other.IsEmpty || IsAll)
        {
            return this;
        }
        var merged = new Interval<T>[_items.Length + other._items.Length];
        var (i, j) = (0, 0);
        for (var k = 0; k < merged.Length; k++)
        {
            var left = j == other._items.Length || (i < _items.Length && _items[i].First <= other._items[j].First);
            merged[k] = left ? _items[i++] : other._items[j++];
        }
        return FromSorted(merged);
    }

    public IntervalSet<T> Intersect(IntervalSet<T> other)
    {
        if (IsAll || other.IsEmpty || ReferenceEquals(this, other))
        {
            return other;
        }
        if (other.IsAll || IsEmpty)
        {
            return this;
        }
        var result = new List<Interval<T>>();
        var (i, j) = (0, 0);
        while (i < _items.Length && j < other._items.Length)
        {
            var (a, b) = (_items[i], other._items[j]);
            var first = T.Max(a.First, b.First);
            var last = T.Min(a.Last, b.Last);
            if (first <= last)
            {
                result.Add(new(first, last));
            }
            if (a.Last < b.Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return Wrap(result);
    }

    public IntervalSet<T> Complement()
    {
        var result = new List<Interval<T>>(_items.Length + 1);
        var next = T.MinValue;
        foreach (var item in _items)
        {
            if (item.First > next)
            {
                result.Add(new(next, item.First - T.One));
            }
            if (item.Last == T.MaxValue)
            {
                return Wrap(result);
            }
            next = item.Last + T.One;
        }
        result.Add(new(next, T.MaxValue));
        return Wrap(result);
    }

    public IntervalSet<T> Except(IntervalSet<T> other) =>
        IsEmpty || other.IsEmpty ? this : Intersect(other.Complement());

    public bool Equals(IntervalSet<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && _items.AsSpan().SequenceEqual(other._items));

    public override bool Equals(object? obj) => Equals(obj as IntervalSet<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", _items);

    private static IntervalSet<T> Wrap(List<Interval<T>> items) => items.Count == 0 ? Empty : new([.. items]);

    // Merges in place what overlaps or touches; the input is sorted by First.
    private static IntervalSet<T> FromSorted(Interval<T>[] sorted)
    {
        if (sorted.Length == 0)
        {
            return Empty;
        }
        var count = 0;
        foreach (var item in sorted)
        {
            if (item.First > item.Last)
            {
                throw new ArgumentException($"the interval {item} ends before it starts", nameof(sorted));
            }
            if (count > 0 && Touches(sorted[count - 1], item))
            {
                var last = sorted[count - 1];
                sorted[count - 1] = last with { Last = T.Max(last.Last, item.Last) };
            }
            else
            {
                sorted[count++] = item;
            }
        }
        return new(sorted[..count]);
    }

    private static bool Touches(Interval<T> before, Interval<T> after) =>
        before.Last == T.MaxValue || after.First <= before.Last + T.One;

    // The first interval that ends at or after the value.
    private int IndexOf(T value)
    {
        var (low, high) = (0, _items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_items[middle].Last < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
