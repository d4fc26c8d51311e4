using System.Numerics;

namespace Remediation.Core.Traffic;

/// <summary>
/// A map from numbers to non-empty sets that is constant over intervals. Intervals are sorted and disjoint, and neighbours
/// that touch hold different sets, so two maps are equal exactly when they map every number alike. A number that is not
/// covered maps to the empty set, which makes the map itself a set of (number, element) pairs.
/// </summary>
internal sealed class IntervalMap<TKey, TValue> : ISetAlgebra<IntervalMap<TKey, TValue>>
    where TKey : struct, IBinaryInteger<TKey>, IUnsignedNumber<TKey>, IMinMaxValue<TKey>
    where TValue : class, ISetAlgebra<TValue>
{
    private readonly (Interval<TKey> Keys, TValue Value)[] _items;

    private IntervalMap((Interval<TKey>, TValue)[] items) => _items = items;

    public static IntervalMap<TKey, TValue> Empty { get; } = new([]);

    public ReadOnlySpan<(Interval<TKey> Keys, TValue Value)> Items => _items;

    public bool IsEmpty => _items.Length == 0;

    public static IntervalMap<TKey, TValue> Of(Interval<TKey> keys, TValue value) =>
        value.IsEmpty ? Empty : new([(keys, value)]);

    public static IntervalMap<TKey, TValue> Of(IntervalSet<TKey> keys, TValue value)
    {
        if (value.IsEmpty || keys.IsEmpty)
        {
            return Empty;
        }
        var items = new (Interval<TKey>, TValue)[keys.Intervals.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (keys.Intervals[i], value);
        }
        return new(items);
    }

    /// <summary>The value at a key, or null where there is none.</summary>
    public TValue? At(TKey key)
    {
        foreach (var (keys, value) in _items)
        {
            if (key >= keys.First && key <= keys.Last)
            {
                return value;
            }
        }
        return null;
    }

    public IntervalMap<TKey, TValue> Union(IntervalMap<TKey, TValue> other) =>
        IsEmpty ? other
        : other.IsEmpty ? this
        : Combine(
            other,
            static (a, b) =>
                a is null ? b
                : b is null ? a
                : a.Union(b)
        );

    public IntervalMap<TKey, TValue> Intersect(IntervalMap<TKey, TValue> other) =>
        IsEmpty ? this
        : other.IsEmpty ? other
        : Combine(other, static (a, b) => a is null || b is null ? null : a.Intersect(b));

    public IntervalMap<TKey, TValue> Except(IntervalMap<TKey, TValue> other) =>
        IsEmpty || other.IsEmpty ? this : Combine(other, static (a, b) => a is null || b is null ? a : a.Except(b));

    public bool Equals(IntervalMap<TKey, TValue>? other)
    {
        if (other is null || other._items.Length != _items.Length)
        {
            return false;
        }
        for (var i = 0; i < _items.Length; i++)
        {
            if (_items[i].Keys != other._items[i].Keys || !_items[i].Value.Equals(other._items[i].Value))
            {
                return false;
            }
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as IntervalMap<TKey, TValue>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (keys, value) in _items)
        {
            hash.Add(keys);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }

    // One sweep over the boundaries of both maps; at each stretch at most one value of either holds.
    private IntervalMap<TKey, TValue> Combine(IntervalMap<TKey, TValue> other, Func<TValue?, TValue?, TValue?> combine)
    {
        var result = new List<(Interval<TKey> Keys, TValue Value)>(_items.Length + other._items.Length);
        var (i, j) = (0, 0);
        var at = TKey.MinValue;
        while (i < _items.Length || j < other._items.Length)
        {
            var (a, aEnd) = Stretch(_items, i, at);
            var (b, bEnd) = Stretch(other._items, j, at);
            var end = TKey.Min(aEnd, bEnd);
            if (combine(a, b) is { IsEmpty: false } value)
            {
                Append(result, new(at, end), value);
            }
            if (end == TKey.MaxValue)
            {
                break;
            }
            i += i < _items.Length && _items[i].Keys.Last == end ? 1 : 0;
            j += j < other._items.Length && other._items[j].Keys.Last == end ? 1 : 0;
            at = end + TKey.One;
        }
        return result.Count == 0 ? Empty : new([.. result]);
    }

    // What holds from `at` on, and the last key up to which it does.
    private static (TValue? Value, TKey End) Stretch((Interval<TKey> Keys, TValue Value)[] items, int index, TKey at)
    {
        if (index == items.Length)
        {
            return (null, TKey.MaxValue);
        }
        var (keys, value) = items[index];
        return keys.First <= at ? (value, keys.Last) : (null, keys.First - TKey.One);
    }

    private static void Append(List<(Interval<TKey> Keys, TValue Value)> items, Interval<TKey> keys, TValue value)
    {
        if (
            items.Count > 0
            && items[^1] is var last
            && last.Keys.Last + TKey.One == keys.First
            && last.Value.Equals(value)
        )
        {
            items[^1] = (last.Keys with { Last = keys.Last }, last.Value);
            return;
        }
        items.Add((keys, value));
    }
}
