using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine;

namespace Remediation.Cli.Rendering;

/// <summary>What handling events came to, for people: a block for each resource, a line for each event that led to none.</summary>
internal static class OutcomeLines
{
    public static IEnumerable<Line> Of(ImmutableArray<Outcome> outcomes, OutcomeView view)
    {
        var shown = new HashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        foreach (var outcome in outcomes)
        {
            // One judgement can answer several events: it is shown in full once.
            var isRepeat = outcome.State is { } state && !shown.Add(state);
            foreach (var line in Of(outcome, isRepeat, view))
            {
                yield return line;
            }
        }
        if (outcomes.Length > 1)
        {
            yield return Line.Empty;
            foreach (var line in new Paragraph(0, 2).Items(Summary(outcomes)).Lay(view.Width))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Summary(ImmutableArray<Outcome> outcomes) =>
        outcomes
            .GroupBy(outcome => outcome.Decision)
            .OrderByDescending(group => group.Key)
            .Select(group => $"{group.Count()} {ReportWriter.Word(group.Key)}")
            .Prepend($"{outcomes.Length} outcomes");

    private static IEnumerable<Line> Of(Outcome outcome, bool isRepeat, OutcomeView view)
    {
        if (outcome.Decision is Decision.Ignored or Decision.Rejected)
        {
            return Sorted(outcome, view).Lay(view.Width);
        }
        var head = new[] { Resource(outcome), new Paragraph(2, 4).Items(ActorText.Of(outcome.Event), Tone.Faint) };
        var lines = head.SelectMany(paragraph => paragraph.Lay(view.Width));
        return lines.Concat(isRepeat ? Verdict(outcome, view) : Judgement(outcome, view));
    }

    private static Paragraph Sorted(Outcome outcome, OutcomeView view) =>
        new Paragraph(0, 10)
            .Say(ReportWriter.Word(outcome.Decision), outcome.Decision == Decision.Rejected ? Tone.Bad : Tone.Faint)
            .At(10)
            .Items([view.Place(outcome), outcome.Event.Name ?? ""])
            .Dot()
            .Say(outcome.Reason);

    private static Paragraph Resource(Outcome outcome)
    {
        var id = outcome.Resource;
        var name = outcome.State?.Name ?? "";
        var paragraph = new Paragraph(0, 4).Say(id?.Id ?? "no resource", Tone.Strong);
        var place = new[] { outcome.State?.VpcId ?? "", id?.Region ?? "", id?.Account ?? "" };
        var column = (id?.Id.Length ?? 11) + 2;
        return name.Length == 0
            ? paragraph.At(column).Items(place, Tone.Faint)
            : paragraph.At(column, name).Gap(3).Items(place, Tone.Faint);
    }

    private static IEnumerable<Line> Judgement(Outcome outcome, OutcomeView view)
    {
        var lines = FindingLines.Of(outcome.Findings, view.Width);
        if (outcome is { Plan: { } plan, Verdict: { } verdict })
        {
            lines = lines.Concat(PlanLines.Of(plan, verdict, IsAllSettled(outcome), view.Width));
        }
        return lines.Concat(Tickets(outcome, view)).Concat(Verdict(outcome, view));
    }

    private static IEnumerable<Line> Tickets(Outcome outcome, OutcomeView view) =>
        DueTickets(outcome)
            .Select(ticket =>
                PlanLines
                    .Labelled("ticket", Tone.Warning)
                    .Say(view.IsOpened(ticket.Finding.Id) ? "opened for" : "would be opened for")
                    .Say($"{ticket.Finding.Check.Id}:")
                    .Say(ticket.Reason)
            )
            .SelectMany(paragraph => paragraph.Lay(view.Width));

    // The engine's own word on who has to look at what, which it gives without the neighbours.
    private static IEnumerable<(Finding Finding, string Reason)> DueTickets(Outcome outcome)
    {
        if (outcome.State is not { } state)
        {
            yield break;
        }
        var judgement = new Judgement
        {
            State = state,
            Surroundings = Surroundings.Unknown,
            Evaluations = [],
            Findings = outcome.Findings,
            Plan = outcome.Plan,
            Verdict = outcome.Verdict,
            Unplanned = outcome.Unplanned,
        };
        foreach (var finding in outcome.Findings)
        {
            if (judgement.TicketReason(finding) is { } reason)
            {
                yield return (finding, reason);
            }
        }
    }

    private static IEnumerable<Line> Verdict(Outcome outcome, OutcomeView view)
    {
        var (label, tone, text) = Conclusion(outcome, view.Mode);
        return PlanLines.Labelled(label, tone).Say(text).Lay(view.Width);
    }

    private static (string Label, Tone Tone, string Text) Conclusion(Outcome outcome, EnforcementMode mode) =>
        outcome.Decision switch
        {
            Decision.Compliant => ("compliant", Tone.Good, outcome.Reason),
            Decision.Failed => ("failed", Tone.Bad, Ledgered(outcome.Reason, outcome)),
            Decision.Observed when mode == EnforcementMode.Observe && outcome.State is not null => (
                "observed",
                Tone.Faint,
                $"nothing was changed: the mode is observe; --mode enforce{(outcome.IsDryRun ? " --apply" : "")} would{Due(outcome)}"
            ),
            Decision.Observed => ("observed", Tone.Faint, outcome.Reason),
            Decision.Reverted when outcome.LedgerId is not null => ("applied", Tone.Good, Applied(outcome)),
            Decision.Quarantined when outcome.IsDryRun => (
                "dry run",
                Tone.Faint,
                $"nothing was changed; --apply would: {outcome.Reason}"
            ),
            Decision.Quarantined => ("cut off", Tone.Good, Ledgered(outcome.Reason, outcome)),
            _ when outcome.IsDryRun => ("dry run", Tone.Faint, $"nothing was changed; --apply would{Due(outcome)}"),
            _ => (ReportWriter.Word(outcome.Decision), Tone.Plain, outcome.Reason),
        };

    private static string Applied(Outcome outcome)
    {
        var shared = outcome.Reason.IndexOf(" (handled together", StringComparison.Ordinal);
        return Ledgered("every call was taken; verified by reading again", outcome)
            + (shared < 0 ? "" : outcome.Reason[shared..]);
    }

    private static string Ledgered(string text, Outcome outcome) =>
        outcome.LedgerId is { } id ? $"{text} · ledger {id}" : text;

    // What is left out is the plan: it is shown above.
    private static string Due(Outcome outcome)
    {
        var tickets = DueTickets(outcome).Count() switch
        {
            0 => "",
            1 => "open a ticket",
            var count => $"open {count} tickets",
        };
        return tickets.Length == 0
            ? outcome.Verdict is { IsValid: true }
                ? ""
                : " notify"
            : outcome.Verdict is { IsValid: true }
                ? $", and would {tickets}"
                : $" {tickets}";
    }

    private static bool IsAllSettled(Outcome outcome) =>
        outcome.Findings.Where(finding => finding.Status != FindingStatus.Exempted).All(outcome.Plan!.Settles);
}
