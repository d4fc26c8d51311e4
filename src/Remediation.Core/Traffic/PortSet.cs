namespace Remediation.Core.Traffic;

/// <summary>
/// A set of 16-bit numbers that tell apart the traffic of one protocol. For TCP and UDP they are destination ports.
/// For ICMP and ICMPv6 they are type × 256 + code, which are not ports; for every other protocol the set is always all.
/// </summary>
public sealed class PortSet : ISetAlgebra<PortSet>, IEquatable<PortSet>
{
    private PortSet(IntervalSet<ushort> values) => Values = values;

    public static PortSet Empty { get; } = new(IntervalSet<ushort>.Empty);

    public static PortSet All { get; } = new(IntervalSet<ushort>.All);

    public IntervalSet<ushort> Values { get; }

    public bool IsEmpty => Values.IsEmpty;

    public bool IsAll => Values.IsAll;

    public static PortSet Of(IntervalSet<ushort> values) =>
        values.IsEmpty ? Empty
        : values.IsAll ? All
        : new(values);

    /// <summary>One port or a range; both ends belong to it.</summary>
    public static PortSet Of(int first, int last) =>
        new(IntervalSet<ushort>.Of(checked((ushort)first), checked((ushort)last)));

    public static PortSet Of(params ReadOnlySpan<int> ports)
    {
        var intervals = new Interval<ushort>[ports.Length];
        for (var i = 0; i < ports.Length; i++)
        {
            intervals[i] = new(checked((ushort)ports[i]), checked((ushort)ports[i]));
        }
        return Of(IntervalSet<ushort>.Of(intervals));
    }

    /// <summary>Reads <c>22</c> or <c>20-25</c>; the reason on failure tells what was expected.</summary>
    public static ParseResult<PortSet> Parse(ReadOnlySpan<char> text)
    {
        var dash = text.IndexOf('-');
        var firstText = dash < 0 ? text : text[..dash];
        var lastText = dash < 0 ? text : text[(dash + 1)..];
        return
            Digits.TryParse(firstText, ushort.MaxValue, out var first)
            && Digits.TryParse(lastText, ushort.MaxValue, out var last)
            && first <= last
            ? ParseResult<PortSet>.Success(Of(first, last))
            : ParseResult<PortSet>.Failure($"'{text}' is not a port (0 to 65535) or a range such as 20-25");
    }

    public bool Contains(int port) => Values.Contains(checked((ushort)port));

    public bool Overlaps(PortSet other) => Values.Overlaps(other.Values);

    public bool IsSubsetOf(PortSet other) => Values.IsSubsetOf(other.Values);

    public PortSet Union(PortSet other) => Of(Values.Union(other.Values));

    public PortSet Intersect(PortSet other) => Of(Values.Intersect(other.Values));

    public PortSet Except(PortSet other) => Of(Values.Except(other.Values));

    public bool Equals(PortSet? other) => other is not null && Values.Equals(other.Values);

    public override bool Equals(object? obj) => Equals(obj as PortSet);

    public override int GetHashCode() => Values.GetHashCode();

    public override string ToString() => IsAll ? "all" : Values.ToString();
}
