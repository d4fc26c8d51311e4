using System.Globalization;
using Remediation.Core.Events;

namespace Remediation.Core.Tests.Events;

/// <summary>
/// What each file must come to, one outcome a line: file, position, kind, and the resources named (understood) or a
/// part of the reason (ignored, rejected).
/// </summary>
internal sealed class EventTable
{
    private readonly ILookup<string, string[]> _lines;

    private EventTable(ILookup<string, string[]> lines) => _lines = lines;

    public IReadOnlyList<string> Files => [.. _lines.Select(line => line.Key).Order(StringComparer.Ordinal)];

    public static EventTable Read(string name) =>
        new(
            File.ReadLines(Path.Combine(EventFiles.Tables, name))
                .Skip(1)
                .Select(line => line.Split('\t'))
                .ToLookup(cells => cells[0], StringComparer.Ordinal)
        );

    public void Verify(string folder, string file)
    {
        var outcomes = EventParser.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        var lines = _lines[file].ToList();
        Assert.Equal(lines.Select(cells => $"{cells[1]} {cells[2]}"), outcomes.Select(o => $"{o.Position} {o.Kind}"));
        foreach (var (cells, outcome) in lines.Zip(outcomes))
        {
            VerifyContent(cells[3], outcome);
        }
    }

    private static void VerifyContent(string expected, ParsedEvent outcome)
    {
        Assert.NotEmpty(expected);
        if (outcome.Change is { } change)
        {
            Assert.Equal(expected, string.Join(", ", change.Resources), StringComparer.Ordinal);
            Assert.NotEmpty(change.EventId);
            Assert.NotEmpty(change.Name);
            Assert.True(
                change.Account.Length is 0 or 12,
                string.Create(CultureInfo.InvariantCulture, $"{change.Account}")
            );
        }
        else
        {
            Assert.Contains(expected, outcome.Reason, StringComparison.Ordinal);
        }
    }
}
