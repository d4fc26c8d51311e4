using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.Baselines;
using Remediation.Engine.Execution;
using Remediation.Engine.Leases;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Tickets;

namespace Remediation.Engine;

/// <summary>
/// Handles one resource: take its lease, read, judge, plan, validate, ask the guard, record the intent, apply, read again, record
/// the outcome, respond, give the lease back. When others change the resource meanwhile it starts over, up to a bound.
/// </summary>
internal sealed class ResourceReconciler
{
    private const int MostPasses = 8;

    private readonly EnginePorts _ports;
    private readonly Policy _policy;
    private readonly ReconcilerOptions _options;
    private readonly LeaseKeeper _leases;
    private readonly BaselineKeeper _keeper;
    private readonly LiveJudge _judge;
    private readonly Responder _responder;
    private readonly Enforcer _enforcer;

    public ResourceReconciler(EnginePorts ports, Judge judge, ReconcilerOptions options)
    {
        (_ports, _policy, _options) = (ports, judge.Policy, options);
        _leases = new(ports.Records, ports.Owner, ports.Time, options.Leases);
        _keeper = new(ports.Baselines, new(ports.Records, ports.Time));
        _judge = new(ports, judge, options.OwnPrincipal);
        _responder = new(ports, options.DeliverWithin);
        _enforcer = new(ports, judge, options, _leases, _judge, _responder);
    }

    // Only an engine that may change the resource needs to be alone with it.
    internal bool MayChange => _options.Apply && _policy.Mode == EnforcementMode.Enforce;

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
        if (reference.In(_options.Account, _options.Region).ResourceId is not { } resource)
        {
            return await HandleNamedAsync(reference, events, approval, cancellationToken);
        }
        var answer = await _leases.AcquireAsync(resource, cancellationToken);
        if (answer.Lease is not { } lease)
        {
            return
            [
                Outcomes.Later(Outcomes.Of(events[0], Decision.Failed, answer.Refusal!) with { Resource = resource }),
            ];
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
        if (handling.Lease is { IsTakenOver: false, Unfinished: null })
        {
            return null;
        }
        var settled = await Recovery.SettleAsync(_ports, resource, cancellationToken);
        if (!settled.IsAnswered)
        {
            var reason = $"what an engine left of {resource.Id} that stopped could not be settled: {settled.Error}";
            return Outcomes.Later(
                Outcomes.Of(handling.Events[0], Decision.Failed, reason) with
                {
                    Resource = resource,
                }
            );
        }
        // Who gave the lease back has said what is to be gone on with.
        if (handling.Lease!.IsTakenOver && settled.Value.Length > 0)
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
        var read = await _ports.Account.ReadAsync(reference, cancellationToken);
        return read.State?.Id is { } id
            ? await HandleAsync(id.ToReference(), events, approval, cancellationToken)
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
        for (var attempt = 0; attempt < _options.MostAttempts; attempt++)
        {
            if (await HandleOnceAsync(handling, isLast, cancellationToken) is { } step)
            {
                return step;
            }
        }
        var reason =
            $"somebody else kept changing {handling.Reference} while it was being handled ({_options.MostAttempts} attempts)";
        var failed = Outcomes.Of(handling.Events[0], Decision.Failed, reason) with
        {
            Resource = handling.Reference.ResourceId,
        };
        return new(Outcomes.Later(failed));
    }

    // Null when the resource moved between reading and applying.
    private async Task<Step?> HandleOnceAsync(Handling handling, bool isLast, CancellationToken cancellationToken)
    {
        // What was read to see what became of the last plan is how the resource is. Where that leaves nothing to apply, it need not be
        // read once more to be told of.
        if (handling.TakeSeen() is { } seen)
        {
            var settled = await _judge.SettleAsync(seen, handling, cancellationToken);
            if (settled.Judgement is not { HasValidPlan: true })
            {
                return await DecideAsync(seen.State, settled, handling, isLast, cancellationToken);
            }
        }
        var (reference, events, lease) = (handling.Reference, handling.Events, handling.Lease);
        var read = await _ports.Account.ReadAsync(reference, cancellationToken);
        if (read.State is not { } state)
        {
            var unread = Unread(reference, read, events[0]);
            return lease is null || !read.IsNotFound
                ? new(unread)
                : new(await _responder.RespondAsync(unread, null, cancellationToken));
        }
        if (handling.Unfinished.Count > 0 && lease is not null)
        {
            var (isResumed, stopped) = await _enforcer.ResumeAsync(handling, state, lease, cancellationToken);
            if (isResumed || stopped is not null)
            {
                return stopped is null ? null : new(stopped);
            }
        }
        var judged = await _judge.JudgeAsync(state, handling, cancellationToken);
        return await DecideAsync(state, judged, handling, isLast, cancellationToken);
    }

    private async Task<Step?> DecideAsync(
        ResourceState state,
        (Judgement? Judgement, string? Problem) judged,
        Handling handling,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        var parsed = handling.Events[0];
        if (judged.Judgement is not { } judgement)
        {
            var failed = Outcomes.Of(parsed, Decision.Failed, judged.Problem!) with { Resource = state.Id };
            return new(Outcomes.Later(failed));
        }
        judgement = handling.IsApproved(judgement) ? judgement with { Held = null } : judgement;
        var outcome = handling.WithFinished(_enforcer.OutcomeOf(judgement, parsed));
        if (_options.Apply && !judgement.Open.Any())
        {
            outcome = await KeepAsync(judgement, outcome, cancellationToken);
        }
        return handling.Lease is not { } lease || outcome.Decision == Decision.Failed
            ? new(outcome)
            : await _enforcer.ActAsync(judgement, outcome, handling, lease, isLast, cancellationToken);
    }

    // What is compliant now is what a later weakening is measured against. That is no change of the resource, so that it is done in
    // observe mode as well.
    private async Task<Outcome> KeepAsync(Judgement judgement, Outcome outcome, CancellationToken cancellationToken) =>
        await _keeper.KeepAsync(judgement, cancellationToken) is { } unkept
            ? Outcomes.Failed(outcome, $"{outcome.Reason}, but its baseline was not kept: {unkept}", retry: true)
            : outcome;

    private static Outcome Unread(ResourceReference reference, ReadOutcome read, ParsedEvent parsed)
    {
        var outcome = read.IsNotFound
            ? Outcomes.Of(parsed, Decision.Compliant, $"{reference} does not exist any more")
            : Outcomes.Of(parsed, Decision.Failed, $"{reference} could not be read: {read.Error}");
        return outcome with { Resource = reference.ResourceId, IsRetryable = read.IsRetryable };
    }
}
