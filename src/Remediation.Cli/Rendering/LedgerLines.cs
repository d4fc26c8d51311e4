using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Ledgers;

namespace Remediation.Cli.Rendering;

/// <summary>What the ledger tells, for people.</summary>
internal static class LedgerLines
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static IEnumerable<Line> List(IReadOnlyCollection<LedgerOperation> operations, int width)
    {
        var grid = new Grid(["ID", "TIME", "ACTION", "RESOURCE", "CHECKS", "OUTCOME"], flexible: 4);
        foreach (var operation in operations)
        {
            var intent = operation.Intent;
            grid.Add(
                new(operation.Id, Tone.Strong),
                new(BaselineLines.Time(intent.Time), Tone.Faint),
                new(ReportWriter.Word(intent.Action)),
                new(intent.Resource.Id),
                new(string.Join(", ", intent.Checks)),
                new(operation.Word, ToneOf(operation))
            );
        }
        return operations.Count == 0
            ? new Paragraph(0, 2).Say("the ledger holds no remediation", Tone.Faint).Lay(width)
            : grid.Lay(width);
    }

    /// <param name="others">The operations that took it back or went on with it.</param>
    /// <param name="changes">What the remediation was to change, or null where the entry does not tell.</param>
    public static IEnumerable<Line> Show(
        LedgerOperation operation,
        IEnumerable<LedgerOperation> others,
        IEnumerable<StateChange>? changes,
        int width
    )
    {
        var (intent, outcome) = (operation.Intent, operation.Outcome);
        var paragraphs = new List<Paragraph>
        {
            new Paragraph(0, 4)
                .Say(operation.Id, Tone.Strong)
                .Gap(2)
                .Items([
                    $"{ReportWriter.Word(intent.Action)} of {intent.Resource.Id}",
                    intent.Resource.Region,
                    intent.Resource.Account,
                ]),
            new Paragraph(2, 4).Items([Who(intent), BaselineLines.Time(intent.Time), .. intent.Events], Tone.Faint),
        };
        if (!intent.Checks.IsEmpty)
        {
            paragraphs.Add(PlanLines.Labelled("checks", Tone.Faint).Say(string.Join(", ", intent.Checks)));
        }
        paragraphs.AddRange(Links(intent, others));
        paragraphs.Add(PlanLines.Labelled("plan", Tone.Faint).Say(intent.PlanHash));
        paragraphs.AddRange(intent.Calls.Select(Call));
        paragraphs.AddRange(
            (changes ?? []).Select(change => PlanLines.Labelled("changes", Tone.Faint).Say(change.Text))
        );
        paragraphs.Add(Outcome(operation, outcome));
        return paragraphs.SelectMany(paragraph => paragraph.Lay(width)).Concat(Prior(intent));
    }

    public static IEnumerable<Line> Verification(LedgerVerification verification, int width)
    {
        foreach (var fault in verification.Faults)
        {
            foreach (var line in new Paragraph(0, 6).Say("FAULT", Tone.Bad).At(7, fault.ToString()).Lay(width))
            {
                yield return line;
            }
        }
        var summary = new Paragraph(0, 2)
            .Say(verification.IsSound ? "sound" : "not sound", verification.IsSound ? Tone.Good : Tone.Bad)
            .Dot()
            .Items([
                Count(verification.Entries, "entry", "entries"),
                Count(verification.Resources, "resource", "resources"),
                verification.IsSound ? "" : Count(verification.Faults.Length, "fault", "faults"),
                $"root {verification.Root}",
            ]);
        foreach (var line in summary.Lay(width))
        {
            yield return line;
        }
    }

    private static string Who(LedgerEntry intent) => intent.Actor.Length > 0 ? intent.Actor : "unknown actor";

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    private static IEnumerable<Paragraph> Links(LedgerEntry intent, IEnumerable<LedgerOperation> others)
    {
        if (intent.Undoes is { } undoes)
        {
            yield return PlanLines.Labelled("undoes", Tone.Faint).Say(undoes);
        }
        if (intent.Resumes is { } resumes)
        {
            yield return PlanLines.Labelled("resumes", Tone.Faint).Say(resumes);
        }
        foreach (var other in others)
        {
            var label = other.Intent.Undoes == intent.Id ? "undone by" : "resumed";
            yield return PlanLines.Labelled(label, Tone.Warning).Say(other.Id).Say($"({other.Word})");
        }
    }

    private static Paragraph Call(ApiCall call) =>
        new Paragraph(4, 8).Say(call.IamAction, Tone.Strong).Say(Spaced(call.Parameters));

    // Compact, with the spaces at which it may be broken.
    private static string Spaced(JsonElement element) =>
        string.Join(
            ' ',
            Text(element).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );

    private static string Text(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            element.WriteTo(writer);
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Paragraph Outcome(LedgerOperation operation, LedgerEntry? outcome)
    {
        var text = outcome switch
        {
            null => "no outcome is recorded: it is at work, or it stopped and the next engine settles it",
            { Succeeded: true } => $"every call was taken and verified, {BaselineLines.Time(outcome.Time)}",
            { CallsDone: { } done } => $"{done} of {outcome.Calls.Length} calls were taken: {outcome.Error}",
            _ => outcome.Error ?? "it failed",
        };
        return PlanLines.Labelled(operation.Word, ToneOf(operation)).Say(text);
    }

    // As it is, to be copied.
    private static IEnumerable<Line> Prior(LedgerEntry intent)
    {
        yield return new([new("  ", Tone.Plain), new("prior state", Tone.Faint)]);
        if (intent.PriorState is not { } state)
        {
            yield return new([new("    none is recorded", Tone.Warning)]);
            yield break;
        }
        using var document = JsonDocument.Parse(state);
        foreach (var line in Text(document.RootElement).Split('\n'))
        {
            yield return new([new($"    {Printable.Of(line)}", Tone.Plain)]);
        }
    }

    private static Tone ToneOf(LedgerOperation operation) =>
        operation.Outcome is null ? Tone.Warning
        : operation.IsDone ? Tone.Good
        : Tone.Bad;
}
