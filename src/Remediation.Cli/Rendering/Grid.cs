using System.Collections.Immutable;
using Spectre.Console;

namespace Remediation.Cli.Rendering;

/// <summary>
/// Rows under headings. Every column is as wide as its widest cell but one, which takes the rest of the width and wraps at
/// spaces; nothing is cut. Where the rest is too narrow the rows are stacked: each cell on a line of its own.
/// </summary>
/// <param name="headings">The columns' names.</param>
/// <param name="flexible">Which column wraps.</param>
internal sealed class Grid(ImmutableArray<string> headings, int flexible)
{
    private const int Between = 2;
    private const int LeastFlexible = 24;
    private const int StackedIndent = 10;

    private readonly List<ImmutableArray<Cell>> _rows = [];

    public void Add(params ImmutableArray<Cell> row) => _rows.Add(row);

    public IEnumerable<Line> Lay(int width)
    {
        if (_rows.Count == 0)
        {
            return [];
        }
        var widths = Enumerable.Range(0, headings.Length).Select(NaturalWidth).ToArray();
        var others = widths.Where((_, column) => column != flexible).Sum() + (Between * (headings.Length - 1));
        var rest = width - others;
        if (rest < Math.Min(LeastFlexible, widths[flexible]))
        {
            return _rows.SelectMany(row => Stacked(row, width));
        }
        widths[flexible] = Math.Min(rest, widths[flexible]);
        var head = headings.Select(text => new Cell(text, Tone.Faint)).ToImmutableArray();
        return _rows.Prepend(head).SelectMany(row => SideBySide(row, widths));
    }

    private int NaturalWidth(int column) =>
        _rows.Max(row => Math.Max(headings[column].Length, Printable.Of(row[column].Text).GetCellWidth()));

    private IEnumerable<Line> Stacked(ImmutableArray<Cell> row, int width)
    {
        var head = new Paragraph(0, StackedIndent)
            .Say(row[0].Text, row[0].Tone)
            .At(StackedIndent, row[1].Text, row[1].Tone);
        var others = row.Take(flexible + 1)
            .Skip(2)
            .Where(cell => cell.Text.Length > 0)
            .Select(cell => new Paragraph(StackedIndent, StackedIndent + 2).Say(cell.Text, cell.Tone));
        // What stands behind the long column is short, and says little without its heading.
        var last = row.Select(
                (cell, column) => cell.Text.Length == 0 ? "" : $"{headings[column].ToLowerInvariant()} {cell.Text}"
            )
            .Skip(flexible + 1);
        var paragraphs = others
            .Prepend(head)
            .Append(new Paragraph(StackedIndent, StackedIndent + 2).Items(last, Tone.Faint));
        return paragraphs.SelectMany(paragraph => paragraph.Lay(width));
    }

    private static IEnumerable<Line> SideBySide(ImmutableArray<Cell> row, int[] widths)
    {
        var cells = row.Select(
                (cell, column) => new Paragraph(0, 0).Say(cell.Text, cell.Tone).Lay(widths[column]).ToList()
            )
            .ToList();
        for (var i = 0; i < cells.Max(cell => cell.Count); i++)
        {
            yield return Joined(cells, widths, i);
        }
    }

    private static Line Joined(List<List<Line>> cells, int[] widths, int number)
    {
        var spans = ImmutableArray.CreateBuilder<Span>();
        var (start, end) = (0, 0);
        for (var column = 0; column < cells.Count; column++)
        {
            if (number < cells[column].Count && !cells[column][number].Spans.IsEmpty)
            {
                spans.Add(new(new string(' ', start - end), Tone.Plain));
                spans.AddRange(cells[column][number].Spans);
                end = start + cells[column][number].ToString().GetCellWidth();
            }
            start += widths[column] + Between;
        }
        return new(spans.ToImmutable());
    }
}
