using Remediation.Engine.Offline.Export;

namespace Remediation.Cli.Rendering;

/// <summary>What was exported, for people.</summary>
internal static class SnapshotLines
{
    public static IEnumerable<Line> Of(ExportedSnapshot exported, string folder, int width)
    {
        var head = new Paragraph(0, 2).Items([exported.Account, exported.Region, $"written to {folder}"], Tone.Strong);
        foreach (var line in head.Lay(width))
        {
            yield return line;
        }
        var grid = new Grid(["TYPE", "COUNT"], flexible: 0);
        foreach (var (type, count) in exported.Counts)
        {
            grid.Add(new Cell(type), new Cell($"{count}"));
        }
        foreach (var line in grid.Lay(width).Prepend(Line.Empty))
        {
            yield return line;
        }
        if (!exported.Gaps.IsEmpty)
        {
            var gaps = exported.Gaps.Select(gap => gap.What).Distinct(StringComparer.Ordinal);
            var left = new Paragraph(0, 2).Say($"left out: {string.Join(", ", gaps)}", Tone.Warning);
            foreach (var line in left.Lay(width).Prepend(Line.Empty))
            {
                yield return line;
            }
        }
    }
}
