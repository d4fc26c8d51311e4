using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Remediation.Core.Reports;

namespace Remediation.Engine.Tickets;

/// <summary>
/// A ticket in words, the same in every sink. Names and descriptions in it come from whoever made the resource: they stand in code
/// blocks, where no sink takes them for links, mentions or markup.
/// </summary>
internal static class TicketText
{
    public static ImmutableArray<TicketSection> Sections(TicketNotice notice) =>
        [
            .. new TicketSection[]
            {
                new(notice.Status == TicketStatus.Open ? "Why" : "Closed", [notice.Reason]),
                new("Found", [.. notice.Evidence.Select(Line)]),
                new("About", [.. About(notice)]),
                new("Plan", [.. notice.Plan]),
                new("To apply it", notice.Command is { } command ? [command] : []),
                new("To mend it by hand", notice.ManualFix.Length > 0 ? [notice.ManualFix] : []),
            }.Where(section => !section.Lines.IsEmpty),
        ];

    /// <summary>Plain text of at most so many characters.</summary>
    public static string Plain(TicketNotice notice, int most)
    {
        var text = new StringBuilder();
        foreach (var section in Sections(notice))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(section.Title).Append(":\n");
            foreach (var line in section.Lines)
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }
        return Cut(text.ToString().TrimEnd('\n'), most);
    }

    /// <summary>Markdown of at most so many characters, with all that others wrote in code blocks.</summary>
    public static string Markdown(TicketNotice notice, int most)
    {
        var text = new StringBuilder();
        foreach (var section in Sections(notice))
        {
            var body = string.Join('\n', section.Lines);
            var fence = Fence(body);
            // Each section as far as there is room for it with its fences.
            var room = most - text.Length - section.Title.Length - (2 * fence.Length) - 12;
            if (room < 40)
            {
                break;
            }
            text.Append(text.Length > 0 ? "\n\n" : "")
                .Append(CultureInfo.InvariantCulture, $"**{section.Title}**\n\n{fence}\n{Cut(body, room)}\n{fence}");
        }
        return text.ToString();
    }

    /// <summary>One line of at most so many characters.</summary>
    public static string Title(TicketNotice notice, int most) => Cut(notice.Title.ReplaceLineEndings(" "), most);

    /// <summary>The text, or as much of it as there is room for with a sign that it goes on.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }
        var end = most - 3;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "...";
    }

    private static string Line(TicketEvidence evidence) =>
        string.Join(
            "; ",
            new[]
            {
                evidence.Rule is { } rule ? $"{rule}: {evidence.Traffic}" : evidence.Traffic,
                evidence.Offending == evidence.Traffic || evidence.Offending.Length == 0
                    ? ""
                    : $"of which {evidence.Offending}",
            }.Where(part => part.Length > 0)
        );

    private static IEnumerable<string> About(TicketNotice notice)
    {
        yield return $"resource: {notice.Resource.Arn}{(notice.ResourceName.Length > 0 ? $" ({notice.ResourceName})" : "")}";
        yield return $"severity: {ReportWriter.Word(notice.Severity)}";
        yield return $"check: {notice.Check}"
            + (notice.Controls.IsEmpty ? "" : $" ({string.Join(", ", notice.Controls)})");
        foreach (
            var (name, value) in new[]
            {
                ("changed by", notice.Actor),
                ("with", notice.Origin),
                ("touches", notice.BlastRadius),
                ("event", notice.EventId),
                ("plan", notice.PlanHash ?? ""),
            }.Where(fact => fact.Item2.Length > 0)
        )
        {
            yield return $"{name}: {value}";
        }
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"seen: {notice.Occurrences} {(notice.Occurrences == 1 ? "time" : "times")}, first {Time(notice.FirstSeen)}, last {Time(notice.LastSeen)}"
        );
        yield return $"key: {notice.Key}";
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Longer than any run of backticks in it, so that nothing in it ends it.
    private static string Fence(string text)
    {
        var (longest, run) = (2, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return new('`', longest + 1);
    }
}
