namespace Remediation.Benchmarks;

/// <summary>Prints rows as one Markdown table.</summary>
internal static class Table
{
    public static void Print(IReadOnlyList<Row> rows)
    {
        List<string[]> lines =
        [
            ["what", "measured", "floor", "ratio", "budget", "within"],
            .. rows.Select(row =>
                new[] { row.What, row.Measured, row.Floor, row.Ratio, row.Budget, row.IsWithin ? "yes" : "NO" }
            ),
        ];
        var widths = Enumerable.Range(0, 6).Select(column => lines.Max(line => line[column].Length)).ToArray();
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        foreach (var line in lines)
        {
            Console.WriteLine(
                $"| {string.Join(" | ", line.Select((cell, column) => cell.PadRight(widths[column])))} |"
            );
        }
    }
}
