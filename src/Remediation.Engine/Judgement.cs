using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine;

/// <summary>All that the policy says of one resource's state: findings, and the plan that would settle those it may settle.</summary>
public sealed record Judgement
{
    public required ResourceState State { get; init; }

    public required Surroundings Surroundings { get; init; }

    public required ImmutableArray<CheckEvaluation> Evaluations { get; init; }

    /// <summary>Failing, unknown and exempted findings, in catalogue order.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>The plan, or null when nothing is to be reverted or nothing can be.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Exemptions that end before it are warned of.</summary>
    public DateTimeOffset WarnedUntil { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The validator's word on the plan; null exactly when there is no plan.</summary>
    public PlanVerdict? Verdict { get; init; }

    public ImmutableArray<Unplanned> Unplanned { get; init; } = [];

    /// <summary>Whether there is a plan and the validator has no objection.</summary>
    public bool HasValidPlan => Verdict is { IsValid: true };

    /// <summary>Why the plan, though valid, is not applied but put before a person; null when nothing holds it.</summary>
    public string? Held { get; init; }

    /// <summary>Why a plan is held for which the policy wants somebody's approval.</summary>
    internal const string Asks = "the policy asks before it is done";

    /// <summary>The checks that are not to be reverted for now, by id, each with the reason; a person is told by a ticket.</summary>
    public ImmutableDictionary<string, string> Spared { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Why what is attached was not all cut off, though the policy wants it; null where it was, or nobody wants it.</summary>
    public string? NotCutOff { get; init; }

    /// <summary>Whether the policy wants cut off what is attached, for a finding that nothing spares for now.</summary>
    public bool WantsQuarantine => Open.Any(IsToBeCutOff);

    /// <summary>Whether the policy wants cut off what is attached because of the finding.</summary>
    public bool IsToBeCutOff(Finding finding) =>
        State is SecurityGroup
        && finding is { Status: FindingStatus.Fail, Response: Response.Quarantine }
        && !Spared.ContainsKey(finding.Check.Id);

    /// <summary>Whether the plan is to be applied: it is valid and nothing holds it.</summary>
    public bool IsToBeApplied => HasValidPlan && Held is null;

    /// <summary>
    /// Whether the plan leaves a finding that somebody is to do something about: a further plan may settle it, and what the plan
    /// does may as well have settled it.
    /// </summary>
    public bool LeavesAny => Open.Any(finding => finding.Response >= Response.Ticket && !Plan!.Settles(finding));

    /// <summary>The findings that are against the policy now: failing or unknown, and those whose fix a break-glass principal delays.</summary>
    public IEnumerable<Finding> Open =>
        Findings.Where(finding => finding.Status != FindingStatus.Exempted || IsDelayed(finding));

    /// <summary>Why a person has to look at a finding, or null when the plan settles it or nobody need know.</summary>
    public string? TicketReason(Finding finding)
    {
        if (IsDelayed(finding))
        {
            var cover = finding.Exemption!;
            return $"{cover.Owner} may act in an emergency, so that it stays until {cover.Ends:yyyy-MM-dd HH:mm}Z and is reverted then";
        }
        if (finding is { Status: FindingStatus.Exempted, Exemption: { } exemption } && exemption.EndsAt <= WarnedUntil)
        {
            return $"exemption {exemption.Id} of {exemption.Owner} ends after {exemption.Until:yyyy-MM-dd}, and what it spares is still "
                + "there: take it away before, or prolong the exemption in the policy; otherwise it is responded to then as to any other";
        }
        if (finding.Status == FindingStatus.Exempted || finding.Response < Response.Ticket)
        {
            return null;
        }
        if (finding.Status == FindingStatus.Unknown)
        {
            return "it cannot be told whether the resource is compliant: " + string.Join("; ", finding.Unknowns);
        }
        if (finding.Response == Response.Ticket)
        {
            return State.ManagedBy is { } owner
                ? $"it is managed by {owner}, which has to change it: nothing of somebody else's automation is edited"
                : "the policy responds with a ticket";
        }
        if (NotCutOff is { } notCutOff && IsToBeCutOff(finding))
        {
            return notCutOff;
        }
        if (Spared.TryGetValue(finding.Check.Id, out var spared))
        {
            return spared;
        }
        if (Unplanned.FirstOrDefault(item => item.CheckId == finding.Check.Id) is { } unplanned)
        {
            return $"there is no safe automatic fix: {unplanned.Reason}";
        }
        if (finding.Response == Response.Ask && HasValidPlan && !Plan!.Settles(finding))
        {
            return Asks;
        }
        return HasValidPlan ? Held
            : Verdict is null ? "no plan was made"
            : "the plan was rejected: " + string.Join("; ", Verdict.Objections);
    }

    /// <summary>How many of the findings that are against the policy a person has to look at.</summary>
    public int Tickets => Open.Count(finding => TicketReason(finding) is not null);

    private static bool IsDelayed(Finding finding) =>
        finding is { Status: FindingStatus.Exempted, Exemption.IsBreakGlass: true };
}
