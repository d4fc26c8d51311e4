using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Engine.Execution;
using Remediation.Engine.Leases;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Does the steps of a quarantine or a release, each as any remediation is done: with the lease of its resource, planned from the live
/// state, in the ledger before its first call, verified by reading again. A step that was done before is nothing to do, so that
/// whatever stopped half-way is gone on with by asking again.
/// </summary>
internal sealed class StepRunner(EnginePorts ports, LeaseOptions leasing, ImmutableArray<TimeSpan> verifyDelays)
{
    private const int MostAttempts = 3;

    private readonly LeaseKeeper _leases = new(ports.Records, ports.Owner, ports.Time, leasing);
    private readonly OwnEntries _own = new(ports.Records, ports.Time);

    /// <summary>What the step would do now; nothing is changed.</summary>
    public async Task<QuarantineStep> ProposeAsync(
        ResourceId resource,
        Func<ResourceState, Task<StepPlan>> plan,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Account.ReadAsync(resource.ToReference(), cancellationToken);
        return read.State is { } state ? Step(state.Id, await plan(state)) : Unread(resource, read);
    }

    /// <param name="resource">What is changed.</param>
    /// <param name="execution">What is recorded of it; the plan, the lease and the look at the result are set here.</param>
    /// <param name="plan">Plans from the live state; asked again to see whether it is done.</param>
    /// <param name="cancellationToken">Heeded between calls.</param>
    public async Task<QuarantineStep> RunAsync(
        ResourceId resource,
        StepRecord execution,
        Func<ResourceState, Task<StepPlan>> plan,
        CancellationToken cancellationToken
    )
    {
        var answer = await _leases.AcquireAsync(resource, cancellationToken);
        if (answer.Lease is not { } lease)
        {
            return new(resource) { Problem = answer.Refusal, IsRetryable = true };
        }
        var settled = await Recovery.SettleAsync(ports, resource, cancellationToken);
        if (!settled.IsAnswered)
        {
            await _leases.AbandonAsync(lease);
            return new(resource)
            {
                Problem = $"what an engine left of {resource.Id} that stopped could not be settled: {settled.Error}",
                IsRetryable = true,
            };
        }
        var unfinished = lease.Unfinished;
        try
        {
            var begun = await BegunAsync(resource, execution.Workload, cancellationToken);
            var step = await AttemptAsync(resource, execution, lease, begun, plan, cancellationToken);
            // A quarantine is planned anew each time; what else stopped half-way is still to be thought of by whoever comes next.
            unfinished =
                step.Begun is { } stopped ? stopped
                : begun is not null && unfinished == begun ? null
                : unfinished;
            return step;
        }
        finally
        {
            await _leases.ReleaseAsync(lease, unfinished);
        }
    }

    private async Task<QuarantineStep> AttemptAsync(
        ResourceId resource,
        StepRecord record,
        Lease lease,
        string? begun,
        Func<ResourceState, Task<StepPlan>> plan,
        CancellationToken cancellationToken
    )
    {
        QuarantineStep? last = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var read = await ports.Account.ReadAsync(resource.ToReference(), cancellationToken);
            if (read.State is not { } state)
            {
                return Unread(resource, read);
            }
            var planned = await plan(state);
            var step = Step(resource, planned);
            if (step.Plan is null)
            {
                return step with { Plan = last?.Plan, LedgerId = last?.LedgerId };
            }
            if (
                record.Action == LedgerAction.Quarantine
                && await _own.RememberAsync(step.Plan, record.Workload, cancellationToken) is { } unkept
            )
            {
                return step with
                {
                    Problem = $"nothing was changed, since whose entries they are could not be kept: {unkept}",
                    IsRetryable = true,
                };
            }
            var execution = new PlanExecution(
                step.Plan,
                record.Action,
                lease,
                token => LookAgainAsync(resource, plan, token)
            )
            {
                Undoes = planned.Undoes,
                Resumes = begun,
                Workload = record.Workload,
                Reason = record.Reason,
                Events = record.Events,
                Checks = record.Checks,
                Actor = record.Actor,
            };
            var done = await new PlanExecutor(ports, _leases, verifyDelays).ExecuteAsync(execution, cancellationToken);
            last = step with
            {
                LedgerId = done.LedgerId,
                Problem = done.Problem,
                IsRetryable = done.IsRetryable,
                Begun = done.Begun,
            };
            if (done.Problem is null && record.Action == LedgerAction.Release && state is NetworkAcl)
            {
                // Where they are kept on nothing is lost: they are not there any more.
                await _own.ForgetAsync(resource, record.Workload, CancellationToken.None);
            }
            if (!done.IsMoved)
            {
                return last;
            }
        }
        return last!;
    }

    // The id of an attempt at the same that did not get to the end, or null.
    private async Task<string?> BegunAsync(ResourceId resource, string workload, CancellationToken cancellationToken)
    {
        var history = await ports.Ledger.RecentAsync(resource, most: 1, cancellationToken);
        return
            history.Value is [.., var last]
            && last.Entry.Workload == workload
            && last.Entry
                is {
                    Action: LedgerAction.Quarantine or LedgerAction.Release,
                    Kind: LedgerEntryKind.Outcome,
                    Succeeded: not true
                }
            ? last.Entry.Id
            : null;
    }

    // Null when nothing is left to do.
    private async Task<string?> LookAgainAsync(
        ResourceId resource,
        Func<ResourceState, Task<StepPlan>> plan,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Account.ReadAsync(resource.ToReference(), cancellationToken);
        if (read.State is not { } state)
        {
            return $"the result could not be read: {read.Error}";
        }
        var left = Step(resource, await plan(state));
        return left.IsNothing
            ? null
            : "all calls were taken, but it does not show yet: "
                + (left.Problem ?? left.Conflicts.FirstOrDefault() ?? left.Plan!.Calls[0].Summary);
    }

    private static QuarantineStep Step(ResourceId resource, StepPlan planned) =>
        new(resource)
        {
            Plan = planned.Planning.Plan,
            Problem = planned.Planning.Problem,
            IsRetryable = planned.IsRetryable,
            Conflicts = planned.Conflicts,
            Notes = planned.Notes,
        };

    private static QuarantineStep Unread(ResourceId resource, ReadOutcome read) =>
        new(resource)
        {
            Problem = read.IsNotFound
                ? $"{resource.Id} does not exist any more"
                : $"{resource.Id} could not be read: {read.Error}",
            // A group that was made just now does not always show yet.
            IsRetryable = read.IsRetryable || (read.IsNotFound && resource.Type == ResourceTypes.SecurityGroup),
        };
}
