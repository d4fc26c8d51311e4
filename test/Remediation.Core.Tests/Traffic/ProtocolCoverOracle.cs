namespace Remediation.Core.Tests.Traffic;

/// <summary>
/// The least number of rules by exhaustive search for traffic with four addresses (masks of four bits): TCP in three
/// columns of ports, ICMP with one type told apart by code and one as a whole, every other protocol alike. At each level it
/// tries every set of blocks that could be written for the level as a whole.
/// </summary>
internal sealed class ProtocolCoverOracle(
    int others,
    int[] tcp,
    int icmpOthers,
    int typeThreeCodeZero,
    int typeThreeOthers
)
{
    private const int Addresses = 4;
    private static readonly RuleCoverOracle Row = new(1, Addresses);
    private static readonly RuleCoverOracle TcpColumns = new(3, Addresses);

    private readonly Dictionary<(string, int), int> _known = [];

    private int IcmpEverywhere => icmpOthers & typeThreeCodeZero & typeThreeOthers;

    private int Everywhere => others & tcp.Aggregate((a, b) => a & b) & IcmpEverywhere;

    public int Least() =>
        LeastWith(Everywhere, 0, covered => (254 * One(others, covered)) + Tcp(covered) + Icmp(covered));

    private int Icmp(int covered) =>
        Known(
            "icmp",
            covered,
            () => LeastWith(IcmpEverywhere, covered, more => (255 * One(icmpOthers, more)) + TypeThree(more))
        );

    private int TypeThree(int covered) =>
        Known(
            "type 3",
            covered,
            () =>
                LeastWith(
                    typeThreeCodeZero & typeThreeOthers,
                    covered,
                    more => One(typeThreeCodeZero, more) + (255 * One(typeThreeOthers, more))
                )
        );

    private int Tcp(int covered) =>
        Known("tcp", covered, () => TcpColumns.Least(Cells(tcp), Cells([covered, covered, covered])));

    private int One(int allowed, int covered) =>
        Known($"{allowed}", covered, () => Row.Least((ulong)allowed, (ulong)covered));

    private static ulong Cells(int[] columns) =>
        columns.Select((mask, i) => (ulong)mask << (i * Addresses)).Aggregate((a, b) => a | b);

    private static int LeastWith(int allowed, int covered, Func<int, int> rest)
    {
        var blocks = Row.Blocks.Where(block => (block & ~allowed) == 0).ToArray();
        return Enumerable
            .Range(0, 1 << blocks.Length)
            .Select(choice => blocks.Where((_, i) => (choice >> i & 1) == 1).ToList())
            .Min(chosen => chosen.Count + rest(chosen.Aggregate(covered, (sum, block) => sum | block)));
    }

    private int Known(string what, int covered, Func<int> compute)
    {
        if (!_known.TryGetValue((what, covered), out var least))
        {
            least = compute();
            _known[(what, covered)] = least;
        }
        return least;
    }
}
