using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.Baselines;
using Remediation.Engine.Execution;
using Remediation.Engine.Guards;
using Remediation.Engine.Leases;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Rechecks;
using Remediation.Engine.Tickets;

namespace Remediation.Engine;

/// <summary>
/// Handles one resource: take its lease, read, judge, plan, validate, ask the guard, record the intent, apply, read again, record
/// the outcome, respond, give the lease back. When others change the resource meanwhile it starts over, up to a bound.
/// </summary>
internal sealed class ResourceReconciler(EnginePorts ports, Judge judge, ReconcilerOptions options)
{
    private const int MostPasses = 8;

    private readonly LeaseKeeper _leases = new(ports.Records, ports.Owner, ports.Time, options.Leases);
    private readonly BaselineKeeper _keeper = new(ports.Baselines);
    private readonly Guard _guard = new(judge.Policy, ports);
    private readonly LiveJudge _judge = new(ports, judge, options.OwnPrincipal);
    private readonly RecheckDesk _rechecks = new(ports.Records, ports.Time);
    private readonly ApprovalDesk _approvals = new(ports.Records, ports.Time);
    private readonly Responder _responder = new(ports, options.DeliverWithin);
    private readonly Containment _containment = new(ports, judge.Policy, options);

    // Only an engine that may change the resource needs to be alone with it.
    internal bool MayChange => options.Apply && judge.Policy.Mode == EnforcementMode.Enforce;

    /// <summary>What was done, in order: more than one where a plan opened the way for another.</summary>
    public async Task<ImmutableArray<Outcome>> HandleAsync(
        ResourceReference reference,
        List<ParsedEvent> events,
        Approval? approval,
        CancellationToken cancellationToken
    )
    {
        if (!MayChange)
        {
            return await PassesAsync(new(reference, events, null) { Approval = approval }, cancellationToken);
        }
        // A request that leaves out the account means this one: its lease has to be the same.
        if (reference.In(options.Account, options.Region).ResourceId is not { } resource)
        {
            return await HandleNamedAsync(reference, events, approval, cancellationToken);
        }
        var answer = await _leases.AcquireAsync(resource, cancellationToken);
        if (answer.Lease is not { } lease)
        {
            return [Later(Outcomes.Of(events[0], Decision.Failed, answer.Refusal!) with { Resource = resource })];
        }
        var handling = new Handling(reference, events, lease) { Approval = approval };
        if (await SettleAsync(handling, resource, cancellationToken) is { } unsettled)
        {
            await _leases.AbandonAsync(lease);
            return [unsettled];
        }
        try
        {
            return await PassesAsync(handling, cancellationToken);
        }
        finally
        {
            await _leases.ReleaseAsync(lease, handling.Unfinished.LastOrDefault());
        }
    }

    // Null when nothing is in the way of looking at the resource.
    private async Task<Outcome?> SettleAsync(
        Handling handling,
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        if (!handling.Lease!.IsTakenOver)
        {
            return null;
        }
        var settled = await Recovery.SettleAsync(ports, resource, cancellationToken);
        if (!settled.IsAnswered)
        {
            var reason = $"what an engine left of {resource.Id} that stopped could not be settled: {settled.Error}";
            return Later(Outcomes.Of(handling.Events[0], Decision.Failed, reason) with { Resource = resource });
        }
        if (settled.Value.Length > 0)
        {
            handling.Begin(settled.Value);
        }
        return null;
    }

    // By its name alone a resource has no lease; once it was read it has an id.
    private async Task<ImmutableArray<Outcome>> HandleNamedAsync(
        ResourceReference reference,
        List<ParsedEvent> events,
        Approval? approval,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Account.ReadAsync(reference, cancellationToken);
        return read.State?.Id is { } id
            ? await HandleAsync(new(id.Type, id.Account, id.Region) { Id = id.Id }, events, approval, cancellationToken)
            : [Unread(reference, read, events[0])];
    }

    /// <summary>Delivers what of tickets and notifications some sink has not taken before; in an engine that may change something.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        MayChange ? _responder.DrainAsync(cancellationToken) : Task.CompletedTask;

    // Fixes of two checks can get in each other's way so that one plan cannot hold both. Once the first is carried out the other is
    // looked at anew: what is left to a person is only what no further plan settles.
    private async Task<ImmutableArray<Outcome>> PassesAsync(Handling handling, CancellationToken cancellationToken)
    {
        var done = ImmutableArray<Outcome>.Empty;
        for (var pass = 1; ; pass++)
        {
            var step = await AttemptAsync(handling, pass == MostPasses, cancellationToken);
            var isNews =
                done.IsEmpty || step.Outcome.Decision is Decision.Reverted or Decision.Quarantined or Decision.Failed;
            done = isNews ? done.Add(step.Outcome) : done.SetItem(done.Length - 1, Joined(done[^1], step.Outcome));
            if (!step.IsToBeContinued)
            {
                return done;
            }
        }
    }

    private static Outcome Joined(Outcome remediated, Outcome left) =>
        remediated with
        {
            Reason = ContainmentResult.Told(
                remediated.CutOff,
                DecisionTable.Done(remediated.Verdict!.Proof, left.Tickets.Length)
            ),
            Tickets = left.Tickets,
        };

    private async Task<Step> AttemptAsync(Handling handling, bool isLast, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < options.MostAttempts; attempt++)
        {
            if (await HandleOnceAsync(handling, isLast, cancellationToken) is { } step)
            {
                return step;
            }
        }
        var reason =
            $"somebody else kept changing {handling.Reference} while it was being handled ({options.MostAttempts} attempts)";
        var failed = Outcomes.Of(handling.Events[0], Decision.Failed, reason) with
        {
            Resource = handling.Reference.ResourceId,
        };
        return new(Later(failed));
    }

    // Null when the resource moved between reading and applying.
    private async Task<Step?> HandleOnceAsync(Handling handling, bool isLast, CancellationToken cancellationToken)
    {
        var (reference, events, lease) = (handling.Reference, handling.Events, handling.Lease);
        var read = await ports.Account.ReadAsync(reference, cancellationToken);
        if (read.State is not { } state)
        {
            var unread = Unread(reference, read, events[0]);
            return lease is null || !read.IsNotFound
                ? new(unread)
                : new(await _responder.RespondAsync(unread, null, cancellationToken));
        }
        if (handling.Unfinished.Count > 0 && lease is not null)
        {
            var (isResumed, stopped) = await ResumeAsync(handling, state, lease, cancellationToken);
            if (isResumed || stopped is not null)
            {
                return stopped is null ? null : new(stopped);
            }
        }
        var (judged, problem) = await _judge.JudgeAsync(state, handling, cancellationToken);
        if (judged is not { } judgement)
        {
            return new(Later(Outcomes.Of(events[0], Decision.Failed, problem!) with { Resource = state.Id }));
        }
        judgement = handling.IsApproved(judgement) ? judgement with { Held = null } : judgement;
        var outcome = handling.WithFinished(Verdict(judgement, events[0]));
        if (options.Apply && !judgement.Open.Any())
        {
            outcome = await KeepAsync(judgement, outcome, cancellationToken);
        }
        return lease is null || outcome.Decision == Decision.Failed
            ? new(outcome)
            : await ActAsync(judgement, outcome, handling, lease, isLast, cancellationToken);
    }

    // Goes on with what was begun, if the resource still is in a state that it leads through; otherwise it is judged like any other.
    private async Task<(bool IsResumed, Outcome? Stopped)> ResumeAsync(
        Handling handling,
        ResourceState state,
        Lease lease,
        CancellationToken cancellationToken
    )
    {
        Outcome Stopped(string reason) =>
            Later(Outcomes.Of(handling.Events[0], Decision.Failed, reason) with { Resource = state.Id });
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
        var executor = new PlanExecutor(ports, _leases, options.VerifyDelays);
        var result = await executor.ExecuteAsync(execution, cancellationToken);
        if (result.Problem is { } problem)
        {
            handling.Begin(result.LedgerId);
            return result.IsMoved ? (true, null) : (false, Stopped(problem));
        }
        handling.Unfinished.Clear();
        handling.Finished = (result.LedgerId, intent.Id);
        return (true, null);
    }

    // Null when the resource is as the plan leads to.
    private async Task<string?> LookForAsync(Plan plan, CancellationToken cancellationToken)
    {
        var id = plan.Resource;
        var reference = new ResourceReference(id.Type, id.Account, id.Region) { Id = id.Id };
        var read = await ports.Account.ReadAsync(reference, cancellationToken);
        return read.State is not { } state ? $"the result could not be read: {read.Error}"
            : state.Fingerprint == plan.Desired.Fingerprint ? null
            : "all calls were taken, but the resource is not as they were to make it";
    }

    private async Task<Step?> ActAsync(
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
                return new(Later(outcome with { Decision = Decision.Failed, Reason = retry }));
            }
            judgement = judgement with { Held = verdict.Hold };
            if (await RememberAsync(judgement, verdict, cancellationToken) is { } unkept)
            {
                return new(Later(outcome with { Decision = Decision.Failed, Reason = unkept }));
            }
        }
        if (judgement.HasValidPlan)
        {
            outcome = handling.WithFinished(Verdict(judgement, events[0]));
            if (judgement.Held is not null && await OfferAsync(judgement, cancellationToken) is { } unoffered)
            {
                return new(Later(outcome with { Decision = Decision.Failed, Reason = unoffered }));
            }
        }
        if (judgement.WantsQuarantine && (judgement.IsToBeApplied || !judgement.HasValidPlan))
        {
            // Before the fix: once that is done, nothing would tell any more that something was to be cut off.
            var contained = await _containment.ContainAsync(judgement, events, cancellationToken);
            if (contained.Retry is { } later)
            {
                return new(Later(outcome with { Decision = Decision.Failed, Reason = later }));
            }
            judgement = judgement with { NotCutOff = contained.Refused };
            outcome = contained.Of(judgement, handling.WithFinished(Verdict(judgement, events[0])));
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
                return new(await _responder.TellAsync(applied, cancellationToken), IsToBeContinued: true);
            }
            outcome = applied;
        }
        return await WatchExemptionsAsync(judgement, cancellationToken) is { } unwatched
            ? new(Later(outcome with { Decision = Decision.Failed, Reason = unwatched }))
            : new(await _responder.RespondAsync(outcome, judgement, cancellationToken));
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

    // Null when the resource will be looked at again once what holds the plan is over.
    private async Task<string?> RememberAsync(
        Judgement judgement,
        GuardVerdict verdict,
        CancellationToken cancellationToken
    )
    {
        if (verdict is not { Hold: { } held, Until: { } until })
        {
            return null;
        }
        return await _rechecks.ScheduleAsync(judgement.State.Id, until, held, cancellationToken) is { } unkept
            ? $"{held}; but that it is to be looked at again could not be kept: {unkept}"
            : null;
    }

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

    // What is compliant now is what a later weakening is measured against. That is no change of the resource, so that it is done in
    // observe mode as well.
    private async Task<Outcome> KeepAsync(Judgement judgement, Outcome outcome, CancellationToken cancellationToken) =>
        await _keeper.KeepAsync(judgement, cancellationToken) is { } unkept
            ? Failed(outcome, $"{outcome.Reason}, but its baseline was not kept: {unkept}", retry: true)
            : outcome;

    private static Outcome Unread(ResourceReference reference, ReadOutcome read, ParsedEvent parsed)
    {
        var outcome = read.IsNotFound
            ? Outcomes.Of(parsed, Decision.Compliant, $"{reference} does not exist any more")
            : Outcomes.Of(parsed, Decision.Failed, $"{reference} could not be read: {read.Error}");
        return outcome with { Resource = reference.ResourceId, IsRetryable = read.IsRetryable };
    }

    // What the judgement comes to when everything works; nothing has been done yet.
    private Outcome Verdict(Judgement judgement, ParsedEvent parsed)
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
        var executor = new PlanExecutor(ports, _leases, options.VerifyDelays);
        var result = await executor.ExecuteAsync(execution, cancellationToken);
        if (result.Problem is not null)
        {
            handling.Begin(result.LedgerId);
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
        return result.Problem is { } problem ? Failed(outcome, problem, result.IsRetryable) : outcome;
    }

    private async Task<string?> LookAgainAsync(Plan plan, Handling handling, CancellationToken cancellationToken)
    {
        var id = plan.Resource;
        var reference = new ResourceReference(id.Type, id.Account, id.Region) { Id = id.Id };
        var read = await ports.Account.ReadAsync(reference, cancellationToken);
        if (read.State is not { } state)
        {
            return read.IsNotFound ? null : $"the result could not be read: {read.Error}";
        }
        var judgement = await _judge.LookAsync(state, handling, cancellationToken);
        if (judgement.Surroundings.PassingFailure is { } late)
        {
            return $"all calls were taken, but a neighbour could not be read for now: {late}";
        }
        var failing = judgement.Findings.FirstOrDefault(plan.Settles);
        return failing is null
            ? null
            : $"all calls were taken, but {failing.Check.Id} still fails: {failing.Evidence[0].Offending}";
    }

    private static Outcome Later(Outcome outcome) => outcome with { IsRetryable = true };

    private static Outcome Failed(Outcome outcome, string reason, bool retry) =>
        outcome with
        {
            Decision = Decision.Failed,
            Reason = reason,
            IsRetryable = retry,
        };

    // One look at the resource, and whether another one may find more to do.
    private sealed record Step(Outcome Outcome, bool IsToBeContinued = false);
}
