using System.Collections.Immutable;
using Remediation.Engine.Execution;
using Remediation.Engine.Leases;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Undo;

/// <summary>
/// Undoes what the engine did, when a person asks for it: exactly what the remediation changed, three-way against the present state.
/// An undo is a remediation like any other: it needs the lease, is in the ledger before its first call, is verified by reading again,
/// and can be undone. Asking twice does it once; after a crash it goes on where it stopped.
/// </summary>
public sealed class Undoer(EnginePorts ports, LeaseOptions leasing, ImmutableArray<TimeSpan> verifyDelays)
{
    private const int MostAttempts = 3;

    private readonly LeaseKeeper _leases = new(ports.Records, ports.Owner, ports.Time, leasing);
    private readonly HoldKeeper _holds = new(ports.Records);

    /// <summary>What undoing it would do now. Nothing is changed or recorded.</summary>
    public async Task<UndoResult> ProposeAsync(UndoRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.Id, cancellationToken);
        return found.Operation is { } operation
            ? new(await ProposeAsync(operation, request, cancellationToken))
            : new UndoResult(Proposal: null) { Failure = found.Failure, IsRetryable = found.IsRetryable };
    }

    /// <summary>Undoes it.</summary>
    public async Task<UndoResult> ApplyAsync(UndoRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.Id, cancellationToken);
        if (found.Operation is not { } operation)
        {
            return new(Proposal: null) { Failure = found.Failure, IsRetryable = found.IsRetryable };
        }
        var resource = operation.Intent.Resource;
        var answer = await _leases.AcquireAsync(resource, cancellationToken);
        if (answer.Lease is not { } lease)
        {
            return Failed(null, answer.Refusal!, isRetryable: true);
        }
        // Whoever held the lease before may have stopped, or not have been able to record what came of what it did.
        var settled = await Recovery.SettleAsync(ports, resource, cancellationToken);
        if (!settled.IsAnswered)
        {
            await _leases.AbandonAsync(lease);
            var reason = $"what an engine left of {resource.Id} that stopped could not be settled: {settled.Error}";
            return Failed(null, reason, isRetryable: true);
        }
        var unfinished = lease.Unfinished;
        try
        {
            var result = await ApplyAsync(operation, request, lease, cancellationToken);
            // What was left half-done and is undone now is not to be gone on with.
            unfinished =
                result.Failure is null && IsPartOf(unfinished, operation) ? null
                : result.Begun is { } begun ? begun
                : unfinished;
            return result;
        }
        finally
        {
            await _leases.ReleaseAsync(lease, unfinished);
        }
    }

    private static bool IsPartOf(string? unfinished, LedgerOperation operation) =>
        unfinished == operation.Id || unfinished == operation.Intent.Resumes;

    private async Task<UndoResult> ApplyAsync(
        LedgerOperation operation,
        UndoRequest request,
        Lease lease,
        CancellationToken cancellationToken
    )
    {
        UndoResult? last = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var proposal = await ProposeAsync(operation, request, cancellationToken);
            if (await WhyNotReadyAsync(proposal, cancellationToken) is { } early)
            {
                return early;
            }
            if (proposal.Plan is null)
            {
                return new(proposal);
            }
            var (result, isMoved) = await ExecuteAsync(proposal, request, lease, cancellationToken);
            if (!isMoved)
            {
                return result;
            }
            last = result;
        }
        return last!;
    }

    // Nothing of what an earlier undo brought back is to be left alone any more once that is undone.
    private async Task<UndoResult?> WhyNotReadyAsync(UndoProposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.Problem is { } problem)
        {
            return Failed(proposal, problem, proposal.IsRetryable);
        }
        if (proposal.IsRefused)
        {
            return Failed(proposal, "somebody has changed the same since; nothing was changed", isRetryable: false);
        }
        var operation = proposal.Operation;
        return
            !proposal.IsReopening
            && await _holds.EndAsync(operation.Intent.Resource, operation.Id, cancellationToken) is { } held
            ? Failed(proposal, $"nothing was changed, since the hold could not be ended: {held}", isRetryable: true)
            : null;
    }

    private async Task<(UndoResult Result, bool IsMoved)> ExecuteAsync(
        UndoProposal proposal,
        UndoRequest request,
        Lease lease,
        CancellationToken cancellationToken
    )
    {
        var (operation, plan) = (proposal.Operation, proposal.Plan!);
        var now = ports.Time.GetUtcNow();
        var id = PlanExecutor.IdOf(plan, now);
        DateTimeOffset? until = proposal.IsReopening && request.Hold > TimeSpan.Zero ? now + request.Hold : null;
        if (
            until is { } end
            && await _holds.KeepAsync(
                plan.Resource,
                new(operation.Id, id, end, request.By) { After = proposal.LastEntry },
                cancellationToken
            )
                is { } unkept
        )
        {
            var reason = $"nothing was changed, since it could not be kept from being reverted again: {unkept}";
            return (Failed(proposal, reason, isRetryable: true), false);
        }
        var execution = new PlanExecution(
            plan,
            LedgerAction.Undo,
            lease,
            token => LookAgainAsync(operation, request, token)
        )
        {
            Id = id,
            Undoes = operation.Id,
            Resumes = proposal.Resumes,
            Checks = operation.Intent.Checks,
            Actor = request.By,
        };
        var done = await new PlanExecutor(ports, _leases, verifyDelays).ExecuteAsync(execution, cancellationToken);
        var result = new UndoResult(proposal)
        {
            LedgerId = done.LedgerId,
            Begun = done.Begun,
            Failure = done.Problem,
            IsRetryable = done.IsRetryable,
            HeldUntil = done.LedgerId is null ? null : until,
        };
        return (result, done.IsMoved);
    }

    private async Task<string?> LookAgainAsync(
        LedgerOperation operation,
        UndoRequest request,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Account.ReadAsync(operation.Intent.Resource.ToReference(), cancellationToken);
        return read.State is not { } state ? $"the result could not be read: {read.Error}"
            : UndoPlanner.WhyNotDone(operation, state, request.IsForced) is { } left
                ? $"all calls were taken, but it does not show yet: {left}"
            : null;
    }

    private async Task<UndoProposal> ProposeAsync(
        LedgerOperation operation,
        UndoRequest request,
        CancellationToken cancellationToken
    )
    {
        var resource = operation.Intent.Resource;
        var proposal = new UndoProposal { Operation = operation, IsForced = request.IsForced };
        var history = await ports.Ledger.HistoryAsync(resource, cancellationToken);
        if (!history.IsAnswered)
        {
            return proposal with { Problem = $"the ledger could not be read: {history.Error}", IsRetryable = true };
        }
        var read = await ports.Account.ReadAsync(resource.ToReference(), cancellationToken);
        return read.State is { } present
                ? UndoPlanner.Of(operation, LedgerOperation.Of(history.Value), present, request.IsForced) with
                {
                    LastEntry = history.Value is [.., var last] ? last.Number : 0,
                }
            : read.IsNotFound
                ? proposal with
                {
                    Problem =
                        $"{resource.Id} does not exist any more; remediate ledger show {operation.Id} tells how it was",
                }
            : proposal with
            {
                Problem = $"{resource.Id} could not be read: {read.Error}",
                IsRetryable = read.IsRetryable,
            };
    }

    private async Task<(LedgerOperation? Operation, string? Failure, bool IsRetryable)> FindAsync(
        string id,
        CancellationToken cancellationToken
    )
    {
        var listed = await ports.Ledger.ListAsync(cancellationToken);
        if (!listed.IsAnswered)
        {
            return (null, $"the ledger could not be read: {listed.Error}", true);
        }
        var operations = LedgerOperation.Of(listed.Value);
        return LedgerOperation.Find(operations, id).TryGet(out var found, out var reason)
            ? (Root(operations, found), null, false)
            : (null, reason, false);
    }

    // One that stopped half-way and was finished later is one remediation: what was before its first part comes back.
    private static LedgerOperation Root(ImmutableArray<LedgerOperation> operations, LedgerOperation operation)
    {
        var (root, seen) = (operation, new HashSet<string>(StringComparer.Ordinal));
        // A ledger that was spoilt can lead round in a circle.
        while (
            seen.Add(root.Id)
            && root.Intent.Resumes is { } before
            && operations.FirstOrDefault(other =>
                other.Id == before && other.Intent.Resource == operation.Intent.Resource
            )
                is { } first
        )
        {
            root = first;
        }
        return root;
    }

    private static UndoResult Failed(UndoProposal? proposal, string failure, bool isRetryable) =>
        new(proposal) { Failure = failure, IsRetryable = isRetryable };
}
