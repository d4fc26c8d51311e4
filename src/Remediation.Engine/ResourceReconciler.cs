using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;

namespace Remediation.Engine;

/// <summary>
/// Handles one resource: read, judge, plan, validate, record the intent, apply, read again, record the outcome, respond.
/// When others change the resource meanwhile it starts over, up to a bound.
/// </summary>
internal sealed class ResourceReconciler(
    IAccount account,
    Judge judge,
    ILedger ledger,
    ITicketSink tickets,
    TimeProvider time,
    ReconcilerOptions options
)
{
    private readonly PlanApplier _applier = new(account);
    private readonly BaselineKeeper _keeper = new(options.Baselines);

    public async Task<Outcome> HandleAsync(
        ResourceReference reference,
        List<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var outcome = await HandleOnceAsync(reference, events, cancellationToken);
        for (var attempt = 1; outcome is null && attempt < options.MostAttempts; attempt++)
        {
            outcome = await HandleOnceAsync(reference, events, cancellationToken);
        }
        return outcome
            ?? Outcomes.Of(
                events[0],
                Decision.Failed,
                $"somebody else kept changing {reference} while it was being handled ({options.MostAttempts} attempts)"
            ) with
            {
                Resource = reference.ResourceId,
                IsRetryable = true,
            };
    }

    // Null when the resource moved between reading and applying.
    private async Task<Outcome?> HandleOnceAsync(
        ResourceReference reference,
        List<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var read = await account.ReadAsync(reference, cancellationToken);
        if (read.State is not { } state)
        {
            return Unread(reference, read, events[0]);
        }
        var judgement = await JudgeAsync(state, cancellationToken);
        if (judgement.Surroundings.PassingFailure is { } late)
        {
            var reason = $"a neighbour of {reference} could not be read for now: {late}";
            return Outcomes.Of(events[0], Decision.Failed, reason) with { Resource = state.Id, IsRetryable = true };
        }
        var outcome = Verdict(judgement, events[0]);
        if (options.Apply && !judgement.Open.Any())
        {
            return await KeepAsync(judgement, outcome, cancellationToken);
        }
        if (!options.Apply || judge.Policy.Mode == EnforcementMode.Observe || !judgement.Open.Any())
        {
            return outcome;
        }
        if (judgement.HasValidPlan)
        {
            var applied = await RemediateAsync(judgement, outcome, events, cancellationToken);
            if (applied is null || applied.Decision == Decision.Failed)
            {
                return applied;
            }
            outcome = applied;
        }
        return await OpenTicketsAsync(judgement, outcome, cancellationToken);
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

    private async Task<Judgement> JudgeAsync(ResourceState state, CancellationToken cancellationToken)
    {
        // Read anew each time: what a neighbour was a moment ago proves nothing.
        var surroundings = await new SurroundingsReader(account, options.Baselines).ReadAsync(
            state,
            judge.SurroundingsFor(state.Id.Type),
            cancellationToken
        );
        return judge.Of(state, surroundings, time.GetUtcNow());
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
            IsDryRun = !options.Apply,
        };
    }

    private async Task<Outcome?> RemediateAsync(
        Judgement judgement,
        Outcome outcome,
        List<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var plan = judgement.Plan!;
        var intent = Intent(plan, events);
        if (await ledger.RecordAsync(intent, cancellationToken) is { } unrecorded)
        {
            return Failed(
                outcome,
                $"nothing was changed, since the intent could not be recorded: {unrecorded}",
                retry: true
            );
        }
        var applied = await _applier.ApplyAsync(plan, cancellationToken);
        var problem = applied.IsDone
            ? await VerifyAsync(plan, cancellationToken)
            : $"call {applied.CallsDone + 1} of {plan.Calls.Length} was not taken: {applied.Error}";
        var record = intent with
        {
            Kind = LedgerEntryKind.Outcome,
            Time = time.GetUtcNow(),
            PriorState = null,
            Succeeded = problem is null,
            CallsDone = applied.CallsDone,
            Error = problem,
        };
        var lost = await ledger.RecordAsync(record, CancellationToken.None);
        if (applied.IsMoved && lost is null)
        {
            return null;
        }
        outcome = outcome with { LedgerId = intent.Id };
        // Starting over could find nothing left to do, and the record that is missing would never be told of.
        if (lost is not null)
        {
            return Failed(
                outcome,
                $"{problem ?? outcome.Reason}, but the outcome was not recorded: {lost}",
                retry: true
            );
        }
        return problem is null ? outcome : Failed(outcome, problem, applied.IsDone || applied.IsRetryable);
    }

    private LedgerEntry Intent(Plan plan, List<ParsedEvent> events)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = $"{now.UtcDateTime:yyyyMMdd'T'HHmmssfffffff'Z'}-{plan.Hash[..12]}",
            Kind = LedgerEntryKind.Intent,
            Resource = plan.Resource,
            Time = now,
            PlanHash = plan.Hash,
            Events = [.. events.Select(parsed => parsed.EventId ?? "")],
            Actor = events[0].Actor.PrincipalArn ?? events[0].Actor.DisplayName,
            Checks = [.. plan.CheckIds],
            Calls = plan.Calls,
            PriorState = StateDocument.Write(plan.Before),
        };
    }

    // Null when the targeted checks pass on what AWS returns now; else what is still wrong.
    private async Task<string?> VerifyAsync(Plan plan, CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (var delay in options.VerifyDelays)
        {
            try
            {
                await Task.Delay(delay, time, cancellationToken);
                problem = await LookAgainAsync(plan, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // The calls were taken: that has to be recorded, whatever time is left.
                return problem ?? "the time of the invocation ran out before the result could be read";
            }
            if (problem is null)
            {
                return null;
            }
        }
        return problem;
    }

    private async Task<string?> LookAgainAsync(Plan plan, CancellationToken cancellationToken)
    {
        var id = plan.Resource;
        var reference = new ResourceReference(id.Type, id.Account, id.Region) { Id = id.Id };
        var read = await account.ReadAsync(reference, cancellationToken);
        if (read.State is not { } state)
        {
            return read.IsNotFound ? null : $"the result could not be read: {read.Error}";
        }
        var judgement = await JudgeAsync(state, cancellationToken);
        if (judgement.Surroundings.PassingFailure is { } late)
        {
            return $"all calls were taken, but a neighbour could not be read for now: {late}";
        }
        var failing = judgement.Findings.FirstOrDefault(plan.Settles);
        return failing is null
            ? null
            : $"all calls were taken, but {failing.Check.Id} still fails: {failing.Evidence[0].Offending}";
    }

    private async Task<Outcome> OpenTicketsAsync(
        Judgement judgement,
        Outcome outcome,
        CancellationToken cancellationToken
    )
    {
        foreach (var finding in judgement.Findings)
        {
            if (judgement.TicketReason(finding) is not { } reason)
            {
                continue;
            }
            var ticket = new Ticket(finding, reason, outcome.Event.Actor, outcome.Event.EventId ?? "");
            if (await tickets.OpenAsync(ticket, cancellationToken) is { } undelivered)
            {
                return Failed(
                    outcome,
                    $"the ticket for {finding.Check.Id} was not delivered: {undelivered}",
                    retry: true
                );
            }
        }
        return outcome;
    }

    private static Outcome Failed(Outcome outcome, string reason, bool retry) =>
        outcome with
        {
            Decision = Decision.Failed,
            Reason = reason,
            IsRetryable = retry,
        };
}
