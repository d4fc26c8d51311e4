using Remediation.Core.Reports;
using Remediation.Engine.Undo;

namespace Remediation.Cli.Rendering;

/// <summary>What an undo would do or did, for people.</summary>
internal static class UndoLines
{
    /// <param name="result">With a proposal.</param>
    /// <param name="isApplied">Whether it was to be done, or only shown.</param>
    /// <param name="hold">For how long the engine would leave alone what comes back.</param>
    public static IEnumerable<Line> Of(UndoResult result, bool isApplied, TimeSpan hold, int width)
    {
        var proposal = result.Proposal!;
        var intent = proposal.Operation.Intent;
        var paragraphs = new List<Paragraph>
        {
            new Paragraph(0, 4)
                .Say(intent.Resource.Id, Tone.Strong)
                .Gap(2)
                .Items([proposal.Present?.Name ?? "", intent.Resource.Region, intent.Resource.Account], Tone.Faint),
            new Paragraph(2, 4)
                .Say($"undo of {ReportWriter.Word(intent.Action)}")
                .Say(intent.Id)
                .Dot()
                .Items([BaselineLines.Time(intent.Time), string.Join(", ", intent.Checks), intent.Actor], Tone.Faint),
        };
        paragraphs.AddRange(
            proposal.Conflicts.Select(conflict =>
                PlanLines.Labelled("conflict", proposal.IsForced ? Tone.Warning : Tone.Bad).Say(conflict.ToString())
            )
        );
        if (proposal.Plan is { } plan)
        {
            var calls = plan.Calls.Length == 1 ? "1 call" : $"{plan.Calls.Length} calls";
            paragraphs.Add(
                new Paragraph(2, 12).Say("plan", Tone.Faint).Say(PlanLines.ShortHash(plan)).Dot().Say(calls)
            );
            paragraphs.AddRange(plan.Calls.Select(PlanLines.Call));
        }
        paragraphs.AddRange(proposal.Notes.Select(note => PlanLines.Labelled("note", Tone.Faint).Say(note)));
        var (label, tone, text) = Conclusion(result, proposal, isApplied, hold);
        paragraphs.Add(PlanLines.Labelled(label, tone).Say(text));
        return paragraphs.SelectMany(paragraph => paragraph.Lay(width));
    }

    private static (string Label, Tone Tone, string Text) Conclusion(
        UndoResult result,
        UndoProposal proposal,
        bool isApplied,
        TimeSpan hold
    )
    {
        if (proposal.IsRefused)
        {
            return (
                "refused",
                Tone.Bad,
                "nothing was changed: somebody has changed the same since; --force puts it back all the same"
            );
        }
        if ((result.Failure ?? proposal.Problem) is { } failure)
        {
            var ledger = result.LedgerId is { } id ? $" · ledger {id}" : "";
            return ("failed", Tone.Bad, $"{failure}{ledger}{Again(result)}");
        }
        if (proposal.IsNothingToDo)
        {
            return ("nothing", Tone.Good, "all that it had changed is as it was before already");
        }
        return isApplied
            ? (
                "undone",
                Tone.Good,
                $"every call was taken; verified by reading again · ledger {result.LedgerId}{Held(result)}"
            )
            : ("dry run", Tone.Faint, $"nothing was changed; --apply would{WouldHold(proposal, hold)}");
    }

    private static string Again(UndoResult result) => result.IsRetryable ? " · it may succeed when asked again" : "";

    private static string Held(UndoResult result) =>
        result.HeldUntil is { } until ? $" · the engine leaves it alone until {BaselineLines.Time(until)}" : "";

    private static string WouldHold(UndoProposal proposal, TimeSpan hold) =>
        !proposal.IsReopening || hold <= TimeSpan.Zero
            ? ""
            : $", and the engine would leave it alone for {Core.Policies.DurationText.Of(hold)}";
}
