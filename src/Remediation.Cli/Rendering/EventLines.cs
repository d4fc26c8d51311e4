using Remediation.Cli.Inputs;
using Remediation.Core.Events;
using Remediation.Core.Reports;
using Remediation.Core.Resources;

namespace Remediation.Cli.Rendering;

/// <summary>What each record of the input is, for people, before anything is read or judged.</summary>
internal static class EventLines
{
    private const int TextColumn = 12;

    public static IEnumerable<Line> Of(IReadOnlyCollection<EventInput> events, int width)
    {
        foreach (var line in events.SelectMany(input => Of(input).Lay(width)))
        {
            yield return line;
        }
        yield return Line.Empty;
        foreach (var line in new Paragraph(0, 2).Items(Summary(events)).Lay(width))
        {
            yield return line;
        }
    }

    private static Paragraph Of(EventInput input)
    {
        var parsed = input.Event;
        var line = new Paragraph(0, TextColumn)
            .Say(ReportWriter.Word(parsed.Kind), ToneOf(parsed.Kind))
            .At(TextColumn, input.Place, Tone.Strong)
            .Dot();
        return parsed.Change is { } change
            ? line.Items(ActorText.Of(parsed)).Dot().Say("reads").Say(string.Join(", ", change.Resources.Select(Named)))
            : line.Items([parsed.Name ?? "", parsed.Reason ?? ""]);
    }

    private static string Named(ResourceReference reference) =>
        $"{reference} {string.Join(' ', new[] { reference.Region, reference.Account }.Where(text => text.Length > 0))}";

    private static IEnumerable<string> Summary(IReadOnlyCollection<EventInput> events)
    {
        var files = events.Select(input => input.File).Distinct(StringComparer.Ordinal).Count();
        yield return $"{events.Count} {(events.Count == 1 ? "record" : "records")} in {files} {(files == 1 ? "file" : "files")}";
        foreach (var group in events.GroupBy(input => input.Event.Kind).OrderBy(group => group.Key))
        {
            yield return $"{group.Count()} {ReportWriter.Word(group.Key)}";
        }
    }

    private static Tone ToneOf(ParsedEventKind kind) =>
        kind switch
        {
            ParsedEventKind.Understood => Tone.Good,
            ParsedEventKind.Rejected => Tone.Bad,
            _ => Tone.Faint,
        };
}
