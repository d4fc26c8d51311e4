namespace Remediation.Core.Tests.Traffic;

/// <summary>
/// The least number of rules by exhaustive search, on a few columns of ports and a power of two of addresses. Cell
/// (column, address) is bit column × addresses + address. It knows nothing of growing or ordering rectangles.
/// </summary>
internal sealed class RuleCoverOracle(int columns, int addresses)
{
    /// <summary>Every aligned power-of-two block of the addresses, as a mask of addresses.</summary>
    public int[] Blocks { get; } =
    [
        .. from length in Enumerable.Range(0, 8).Select(bit => 1 << bit).Where(length => length <= addresses)
        from start in Enumerable.Range(0, addresses / length)
        select ((1 << length) - 1) << (start * length),
    ];

    /// <summary>The fewest rectangles within allowed that cover what is allowed and not yet covered.</summary>
    public int Least(ulong allowed, ulong covered)
    {
        var rectangles = Rectangles().Where(rectangle => (rectangle & ~allowed) == 0).ToArray();
        var most = 0;
        while (!CanCover(rectangles, allowed & ~covered, most))
        {
            most++;
        }
        return most;
    }

    private IEnumerable<ulong> Rectangles() =>
        from first in Enumerable.Range(0, columns)
        from last in Enumerable.Range(first, columns - first)
        from block in Blocks
        select Enumerable
            .Range(first, last - first + 1)
            .Aggregate(0UL, (sum, i) => sum | ((ulong)block << (i * addresses)));

    // Whoever covers the lowest open cell must be one of the rectangles that hold it.
    private static bool CanCover(ulong[] rectangles, ulong open, int most)
    {
        if (open == 0)
        {
            return true;
        }
        if (most == 0)
        {
            return false;
        }
        var lowest = open & (~open + 1);
        var candidates = rectangles.Where(rectangle => (rectangle & lowest) != 0).Select(rectangle => rectangle & open);
        return Largest(candidates).Any(candidate => CanCover(rectangles, open & ~candidate, most - 1));
    }

    private static List<ulong> Largest(IEnumerable<ulong> candidates)
    {
        var largest = new List<ulong>();
        foreach (var candidate in candidates.OrderByDescending(ulong.PopCount))
        {
            if (!largest.Exists(other => (candidate & ~other) == 0))
            {
                largest.Add(candidate);
            }
        }
        return largest;
    }
}
