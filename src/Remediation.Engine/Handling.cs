using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.BreakGlass;
using Remediation.Engine.Leases;

namespace Remediation.Engine;

/// <summary>What is being handled, what of it was begun before and is still to be finished, and what is spared for a while.</summary>
internal sealed class Handling(ResourceReference reference, List<ParsedEvent> events, Lease? lease)
{
    public ResourceReference Reference => reference;

    public List<ParsedEvent> Events => events;

    public Lease? Lease => lease;

    /// <summary>The ids of remediations that may have stopped half-way, the oldest first.</summary>
    public List<string> Unfinished { get; } = lease?.Unfinished is { } before ? [before] : [];

    /// <summary>What break-glass principals opened; null while it was not read.</summary>
    public IReadOnlyList<Cover>? Covers { get; set; }

    /// <summary>Whether what the events' own principal opened is among them.</summary>
    public bool IsCovered { get; set; }

    /// <summary>The last look at what became of a plan; null where there was none.</summary>
    public Judgement? Seen { private get; set; }

    /// <summary>That look, once: what was looked at longer ago is no look at the present.</summary>
    public Judgement? TakeSeen()
    {
        var seen = Seen;
        Seen = null;
        return seen;
    }

    /// <summary>The plan that somebody approves of; null where nobody was asked.</summary>
    public Approval? Approval { get; init; }

    public bool IsApproved(Judgement judgement) =>
        judgement.HasValidPlan && Approval is { } approval && judgement.Plan!.Hash == approval.PlanHash;

    public ImmutableArray<Exemption> Exemptions(ResourceId resource) =>
        [.. (Covers ?? []).Select(cover => cover.ToExemption(resource))];

    public void Begin(string? ledgerId)
    {
        if (ledgerId is not null)
        {
            Unfinished.Add(ledgerId);
        }
    }

    /// <summary>The id under which one that had stopped was finished, and its own; or null.</summary>
    public (string? LedgerId, string Of)? Finished { get; set; }

    public Outcome WithFinished(Outcome outcome) =>
        Finished is { } finished && outcome.Decision == Decision.Compliant
            ? outcome with
            {
                Decision = Decision.Reverted,
                Reason = $"the remediation {finished.Of} had stopped half-way and is finished now",
                LedgerId = finished.LedgerId,
            }
            : outcome;
}
