using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Engine.Leases;

namespace Remediation.Engine.Execution;

/// <summary>
/// Carries out one plan, whatever it is for: records the intent with the prior state, makes sure that the lease still holds,
/// applies, looks at the result, records the outcome. It decides nothing of what is to be done.
/// </summary>
public sealed class PlanExecutor(EnginePorts ports, LeaseKeeper leases, ImmutableArray<TimeSpan> verifyDelays)
{
    // How long a ledger that did not take an entry is left alone before it is asked whether it did.
    private static readonly ImmutableArray<TimeSpan> Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    private readonly PlanApplier _applier = new(ports.Account);

    public async Task<ExecutionResult> ExecuteAsync(PlanExecution execution, CancellationToken cancellationToken)
    {
        var plan = execution.Plan;
        var intent = Intent(execution);
        if (await RecordAsync(intent, cancellationToken) is { } unrecorded)
        {
            var reason = $"nothing was changed, since the intent could not be recorded: {unrecorded}";
            return new(null, reason, IsMoved: false, IsRetryable: true) { Begun = intent.Id };
        }
        var applied = await leases.WhyLostAsync(execution.Lease, cancellationToken) is { } lost
            ? new(0, new("LeaseLost", lost), IsRetryable: true)
            : await _applier.ApplyAsync(plan, () => leases.HasTime(execution.Lease), cancellationToken);
        DateTimeOffset? appliedAt = applied.IsDone ? ports.Time.GetUtcNow() : null;
        var problem = applied.IsDone
            ? await VerifyAsync(execution, cancellationToken)
            : $"call {applied.CallsDone + 1} of {plan.Calls.Length} was not taken: {applied.Error}";
        DateTimeOffset? verifiedAt = problem is null ? ports.Time.GetUtcNow() : null;
        var unwritten = await RecordAsync(Outcome(intent, applied, problem), CancellationToken.None);
        // Starting over could find nothing left to do, and the record that is missing would never be told of.
        if (unwritten is not null)
        {
            var reason = $"{problem ?? "all calls were taken"}, but the outcome was not recorded: {unwritten}";
            return new(intent.Id, reason, IsMoved: false, IsRetryable: true) { Begun = intent.Id };
        }
        return new(intent.Id, problem, applied.IsMoved, applied.IsDone || applied.IsRetryable)
        {
            Begun = problem is null ? null : intent.Id,
            AppliedAt = appliedAt,
            VerifiedAt = verifiedAt,
        };
    }

    /// <summary>The id of carrying out a plan at a time.</summary>
    public static string IdOf(Plan plan, DateTimeOffset time) =>
        $"{time.UtcDateTime:yyyyMMdd'T'HHmmssfffffff'Z'}-{plan.Hash[..12]}";

    // An entry whose answer was lost may stand there, and must not stand there twice.
    private async Task<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var error = await ports.Ledger.RecordAsync(entry, cancellationToken);
        foreach (var pause in Pauses)
        {
            if (error is null || cancellationToken.IsCancellationRequested)
            {
                return error;
            }
            await Task.Delay(pause, ports.Time, CancellationToken.None);
            var history = await ports.Ledger.RecentAsync(entry.Resource, ILedger.Recent, CancellationToken.None);
            if (!history.IsAnswered)
            {
                continue;
            }
            error = history.Value.Any(record => record.Entry.Id == entry.Id && record.Entry.Kind == entry.Kind)
                ? null
                : await ports.Ledger.RecordAsync(entry, cancellationToken);
        }
        return error;
    }

    private LedgerEntry Intent(PlanExecution execution)
    {
        var now = ports.Time.GetUtcNow();
        var plan = execution.Plan;
        return new()
        {
            Id = execution.Id ?? IdOf(plan, now),
            Kind = LedgerEntryKind.Intent,
            Action = execution.Action,
            Undoes = execution.Undoes,
            Resumes = execution.Resumes,
            Workload = execution.Workload,
            Reason = execution.Reason,
            Resource = plan.Resource,
            Time = now,
            PlanHash = plan.Hash,
            Events = execution.Events,
            Actor = execution.Actor,
            Checks = execution.Checks ?? [.. plan.CheckIds],
            Calls = plan.Calls,
            PriorState = StateDocument.Write(plan.Before),
        };
    }

    private LedgerEntry Outcome(LedgerEntry intent, ApplyResult applied, string? problem) =>
        intent with
        {
            Kind = LedgerEntryKind.Outcome,
            Time = ports.Time.GetUtcNow(),
            PriorState = null,
            Succeeded = problem is null,
            CallsDone = applied.CallsDone,
            Error = problem,
        };

    // Null when all is so; else what is still wrong.
    private async Task<string?> VerifyAsync(PlanExecution execution, CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (var delay in verifyDelays)
        {
            try
            {
                await Task.Delay(delay, ports.Time, cancellationToken);
                problem = await execution.LookAgain(cancellationToken);
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
}
