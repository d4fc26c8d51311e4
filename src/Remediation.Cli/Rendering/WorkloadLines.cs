using Remediation.Engine.Quarantines;

namespace Remediation.Cli.Rendering;

/// <summary>What cutting a workload off or letting it out would do or did, for people.</summary>
internal static class WorkloadLines
{
    /// <param name="result">With a workload.</param>
    /// <param name="isApplied">Whether it was to be done, or only shown.</param>
    public static IEnumerable<Line> Of(QuarantineResult result, WorkloadWords words, bool isApplied, int width)
    {
        var workload = result.Workload!;
        var paragraphs = new List<Paragraph>
        {
            new Paragraph(0, 4)
                .Say(workload.Id, Tone.Strong)
                .Gap(2)
                .Items([words.Noun, workload.Region, workload.Account], Tone.Faint),
        };
        if (result.Interfaces.Length > 0)
        {
            paragraphs.Add(new Paragraph(2, 4).Say(string.Join(", ", result.Interfaces), Tone.Faint));
        }
        foreach (var step in result.Steps.Where(step => step.Plan is not null))
        {
            var plan = step.Plan!;
            var calls = plan.Calls.Length == 1 ? "1 call" : $"{plan.Calls.Length} calls";
            var head = new Paragraph(2, 12)
                .Say("plan", Tone.Faint)
                .Say(PlanLines.ShortHash(plan))
                .Dot()
                .Say(step.Resource.Id)
                .Dot()
                .Say(calls);
            paragraphs.Add(step.LedgerId is { } id ? head.Dot().Say($"ledger {id}", Tone.Faint) : head);
            paragraphs.AddRange(plan.Calls.Select(PlanLines.Call));
        }
        paragraphs.AddRange(
            result.Conflicts.Select(conflict => PlanLines.Labelled("conflict", Tone.Bad).Say(conflict))
        );
        if (result.Refusal is null)
        {
            paragraphs.AddRange(
                result
                    .Steps.Select(step => step.Problem)
                    .OfType<string>()
                    .Select(problem => PlanLines.Labelled("failed", Tone.Bad).Say(problem))
            );
            paragraphs.AddRange(result.AllNotes.Select(note => PlanLines.Labelled("note", Tone.Faint).Say(note)));
        }
        var (label, tone, text) = Conclusion(result, words, isApplied);
        paragraphs.Add(PlanLines.Labelled(label, tone).Say(text));
        return paragraphs.SelectMany(paragraph => paragraph.Lay(width));
    }

    private static (string Label, Tone Tone, string Text) Conclusion(
        QuarantineResult result,
        WorkloadWords words,
        bool isApplied
    )
    {
        if (result.HasConflicts)
        {
            return (
                "refused",
                Tone.Bad,
                "nothing was changed: somebody has changed the same since; --force puts it back all the same"
            );
        }
        if (result.Refusal is { } refusal)
        {
            return (result.IsRefused ? "refused" : "failed", Tone.Bad, $"{refusal}{Again(result.IsRetryable)}");
        }
        if (result.Failure is not null)
        {
            var isRetryable = result.Steps.Any(step => step is { Problem: not null, IsRetryable: true });
            return result.LedgerIds.Any()
                ? ("in part", Tone.Bad, $"some of it was done; asking again goes on with it{Again(isRetryable)}")
                : (isApplied ? "nothing" : "dry run", Tone.Bad, $"nothing was changed{Again(isRetryable)}");
        }
        if (result.IsNothingToDo)
        {
            return ("nothing", Tone.Good, words.Nothing);
        }
        return isApplied
            ? (
                words.Noun == "release" ? "released" : "cut off",
                Tone.Good,
                "every call was taken; verified by reading again"
            )
            : ("dry run", Tone.Faint, "nothing was changed; --apply would");
    }

    private static string Again(bool isRetryable) => isRetryable ? " · it may succeed when asked again" : "";
}
