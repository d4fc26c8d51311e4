using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.Execution;
using Remediation.Engine.Guards;
using Remediation.Engine.Leases;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Rechecks;
using Remediation.Engine.Tickets;

namespace Remediation.Engine;

/// <summary>
/// Does what a judgement of one resource leads to, with its lease in hand: asks the guard, cuts off, records, applies, looks at the
/// result, responds. It reads a resource only to see what became of it; what it acts on was read and judged before.
/// </summary>
internal sealed class Enforcer(
    EnginePorts ports,
    Judge judge,
    ReconcilerOptions options,
    LeaseKeeper leases,
    LiveJudge live,
    Responder responder
)
{
    private readonly Guard _guard = new(judge.Policy, ports);
    private readonly RecheckDesk _rechecks = new(ports.Records, ports.Time);
    private readonly ApprovalDesk _approvals = new(ports.Records, ports.Time);
    private readonly Containment _containment = new(ports, judge.Policy, options);

    /// <summary>What the judgement comes to when everything works; nothing has been done yet.</summary>
    public Outcome OutcomeOf(Judgement judgement, ParsedEvent parsed)
    {
        var (decision, reason) = DecisionTable.Of(judgement, judge.Policy.Mode);
        return new()
        {
            Event = parsed,
            Decision = decision,
            Reason = reason,
            Resource = judgement.State.Id,
            State = judgement.State,
            Findings = judgement.Findings,
            Plan = judgement.Plan,
            Verdict = judgement.Verdict,
            Unplanned = judgement.Unplanned,
            Held = judgement.Held == Judgement.Asks ? null : judgement.Held,
            Stages = new(ports.Time.GetUtcNow(), null, null),
            IsDryRun = !options.Apply,
        };
    }

    /// <summary>Null when the resource moved between reading and applying.</summary>
    public async Task<Step?> ActAsync(
        Judgement judgement,
        Outcome outcome,
        Handling handling,
        Lease lease,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        var events = handling.Events;
        var id = judgement.Plan is { } plan ? PlanExecutor.IdOf(plan, ports.Time.GetUtcNow()) : "";
        if (judgement.IsToBeApplied && !handling.IsApproved(judgement))
        {
            var verdict = await GuardAsync(id, judgement, events, cancellationToken);
            if (verdict.Retry is { } retry)
            {
                return new(Outcomes.Failed(outcome, retry, retry: true));
            }
            judgement = judgement with { Held = verdict.Hold };
            if (await RememberAsync(judgement, verdict, cancellationToken) is { } unkept)
            {
                return new(Outcomes.Failed(outcome, unkept, retry: true));
            }
        }
        if (judgement.HasValidPlan)
        {
            outcome = handling.WithFinished(OutcomeOf(judgement, events[0]));
            if (judgement.Held is not null && await OfferAsync(judgement, cancellationToken) is { } unoffered)
            {
                return new(Outcomes.Failed(outcome, unoffered, retry: true));
            }
        }
        if (judgement.WantsQuarantine && (judgement.IsToBeApplied || !judgement.HasValidPlan))
        {
            // Before the fix: once that is done, nothing would tell any more that something was to be cut off.
            var contained = await _containment.ContainAsync(judgement, events, cancellationToken);
            if (contained.Retry is { } later)
            {
                return new(Outcomes.Failed(outcome, later, retry: true));
            }
            if (
                contained is { Refused: { } waits, Until: { } until }
                && await WaitAsync(judgement, waits, until, cancellationToken) is { } unwaited
            )
            {
                return new(Outcomes.Failed(outcome, unwaited, retry: true));
            }
            judgement = judgement with { NotCutOff = contained.Refused };
            outcome = contained.Of(judgement, handling.WithFinished(OutcomeOf(judgement, events[0])));
        }
        if (judgement.IsToBeApplied)
        {
            var applied = await RemediateAsync(id, judgement, outcome, handling, lease, cancellationToken);
            if (applied is null || applied.Decision == Decision.Failed)
            {
                return applied is null ? null : new(applied);
            }
            // What could not be cut off has its ticket from this look alone.
            if (!isLast && judgement is { LeavesAny: true, NotCutOff: null })
            {
                return new(await responder.TellAsync(applied, cancellationToken), IsToBeContinued: true);
            }
            outcome = applied;
        }
        return await WatchExemptionsAsync(judgement, cancellationToken) is { } unwatched
            ? new(Outcomes.Failed(outcome, unwatched, retry: true))
            : new(await responder.RespondAsync(outcome, judgement, cancellationToken));
    }

    /// <summary>
    /// Goes on with what was begun, if the resource still is in a state that it leads through; otherwise it is judged like any other.
    /// </summary>
    public async Task<(bool IsResumed, Outcome? Stopped)> ResumeAsync(
        Handling handling,
        ResourceState state,
        Lease lease,
        CancellationToken cancellationToken
    )
    {
        Outcome Stopped(string reason) =>
            Outcomes.Later(Outcomes.Of(handling.Events[0], Decision.Failed, reason) with { Resource = state.Id });
        var history = await ports.Ledger.RecentAsync(state.Id, ILedger.Recent, cancellationToken);
        if (!history.IsAnswered)
        {
            return (false, Stopped($"nothing was changed, since the ledger could not be read: {history.Error}"));
        }
        var begun = Resumption
            .Begun(history.Value, handling.Unfinished)
            .Select(entry => (Intent: entry, Remainder: Resumption.RestOf(entry, state)))
            .FirstOrDefault(item => item.Remainder is not null);
        if (begun.Remainder is not { } rest)
        {
            handling.Unfinished.Clear();
            return (false, null);
        }
        var intent = begun.Intent;
        var verdict = await _guard.AskSwitchAsync(cancellationToken);
        if ((verdict.Retry ?? verdict.Hold) is { } halted)
        {
            return (false, Stopped($"the remediation {intent.Id} stopped half-way, and {halted}"));
        }
        var execution = new PlanExecution(rest, intent.Action, lease, token => LookForAsync(rest, token))
        {
            Resumes = intent.Id,
            Undoes = intent.Undoes,
            Workload = intent.Workload,
            Checks = intent.Checks,
            Events = intent.Events,
            Actor = intent.Actor,
        };
        var executor = new PlanExecutor(ports, leases, options.VerifyDelays);
        var result = await executor.ExecuteAsync(execution, cancellationToken);
        if (result.Problem is { } problem)
        {
            handling.Begin(result.Begun);
            return result.IsMoved ? (true, null) : (false, Stopped(problem));
        }
        handling.Unfinished.Clear();
        handling.Finished = (result.LedgerId, intent.Id);
        return (true, null);
    }

    // Null when the resource is as the plan leads to.
    private async Task<string?> LookForAsync(Plan plan, CancellationToken cancellationToken)
    {
        var read = await ports.Account.ReadAsync(plan.Resource.ToReference(), cancellationToken);
        return read.State is not { } state ? $"the result could not be read: {read.Error}"
            : state.Fingerprint == plan.Desired.Fingerprint ? null
            : "all calls were taken, but the resource is not as they were to make it";
    }

    // Null when the resource will be looked at again before its exemptions end, to warn of it, and when they do.
    private async Task<string?> WatchExemptionsAsync(Judgement judgement, CancellationToken cancellationToken)
    {
        var exemptions = judgement.Findings.Select(finding => finding.Exemption).OfType<Exemption>();
        foreach (
            var exemption in exemptions
                .Where(exemption => exemption is { IsBreakGlass: false, HasEnd: true })
                .Distinct()
        )
        {
            var warning = exemption.EndsAt - judge.Policy.Guardrails.WarnBefore;
            var due = ports.Time.GetUtcNow() < warning ? warning : exemption.EndsAt;
            var why = $"the end of exemption {exemption.Id}";
            if (await _rechecks.ScheduleAsync(judgement.State.Id, due, why, cancellationToken) is { } unkept)
            {
                return $"that {judgement.State.Id.Id} is to be looked at again at {why} could not be kept: {unkept}";
            }
        }
        return null;
    }

    // Null when the resource will be looked at again once what holds the plan is over, or only a person ends that.
    private Task<string?> RememberAsync(
        Judgement judgement,
        GuardVerdict verdict,
        CancellationToken cancellationToken
    ) =>
        verdict is { Hold: { } held, Until: { } until }
            ? WaitAsync(judgement, held, until, cancellationToken)
            : Task.FromResult<string?>(null);

    private async Task<string?> WaitAsync(
        Judgement judgement,
        string held,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        await _rechecks.ScheduleAsync(judgement.State.Id, until, held, cancellationToken) is { } unkept
            ? $"{held}; but that it is to be looked at again could not be kept: {unkept}"
            : null;

    // Null when the plan can be approved of from now on.
    private async Task<string?> OfferAsync(Judgement judgement, CancellationToken cancellationToken)
    {
        var within = judge.Policy.Guardrails.ApproveWithin;
        return await _approvals.OfferAsync(judgement.Plan!, within, cancellationToken) is { } unkept
            ? $"{judgement.Held}; but the plan could not be kept for approval: {unkept}"
            : null;
    }

    private async Task<GuardVerdict> GuardAsync(
        string id,
        Judgement judgement,
        List<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var history = await ports.Ledger.RecentAsync(judgement.State.Id, _guard.Needed, cancellationToken);
        return history.IsAnswered
            ? await _guard.AskAsync(id, judgement, events, history.Value, cancellationToken)
            : GuardVerdict.Later($"nothing was changed, since the ledger could not be read: {history.Error}");
    }

    private async Task<Outcome?> RemediateAsync(
        string id,
        Judgement judgement,
        Outcome outcome,
        Handling handling,
        Lease lease,
        CancellationToken cancellationToken
    )
    {
        var (plan, events) = (judgement.Plan!, handling.Events);
        var approval = handling.IsApproved(judgement) ? handling.Approval : null;
        var action = approval is null ? LedgerAction.Revert : LedgerAction.Approve;
        var execution = new PlanExecution(plan, action, lease, token => LookAgainAsync(plan, handling, token))
        {
            Id = id,
            Events = [.. events.Select(parsed => parsed.EventId ?? "")],
            Actor = approval?.By ?? events[0].Actor.PrincipalArn ?? events[0].Actor.DisplayName,
        };
        var executor = new PlanExecutor(ports, leases, options.VerifyDelays);
        var result = await executor.ExecuteAsync(execution, cancellationToken);
        if (result.Problem is not null)
        {
            handling.Begin(result.Begun);
        }
        if (result.IsMoved)
        {
            return null;
        }
        outcome = outcome with
        {
            LedgerId = result.LedgerId,
            Stages = outcome.Stages with { Applied = result.AppliedAt, Verified = result.VerifiedAt },
        };
        return result.Problem is { } problem ? Outcomes.Failed(outcome, problem, result.IsRetryable) : outcome;
    }

    private async Task<string?> LookAgainAsync(Plan plan, Handling handling, CancellationToken cancellationToken)
    {
        var read = await ports.Account.ReadAsync(plan.Resource.ToReference(), cancellationToken);
        if (read.State is not { } state)
        {
            return read.IsNotFound ? null : $"the result could not be read: {read.Error}";
        }
        var judgement = await live.LookAsync(state, handling, cancellationToken);
        handling.Seen = judgement;
        if (judgement.Surroundings.PassingFailure is { } late)
        {
            return $"all calls were taken, but a neighbour could not be read for now: {late}";
        }
        var failing = judgement.Findings.FirstOrDefault(plan.Settles);
        return failing is null
            ? null
            : $"all calls were taken, but {failing.Check.Id} still fails: {failing.Evidence[0].Offending}";
    }
}
