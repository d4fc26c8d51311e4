using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;

namespace Remediation.Testing;

/// <summary>A ledger that keeps what it was given, or refuses when told to.</summary>
public sealed class RecordingLedger : ILedger
{
    private readonly MemoryLedger _kept = new();

    public IReadOnlyList<LedgerEntry> Entries => _kept.Entries;

    public CallError? Refusal { get; set; }

    /// <summary>The answer to the next entry alone, which is not kept.</summary>
    public CallError? RefusesNext { get; set; }

    public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var refusal = Refusal ?? RefusesNext;
        RefusesNext = null;
        return refusal is null
            ? _kept.RecordAsync(entry, cancellationToken)
            : ValueTask.FromResult<CallError?>(refusal);
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) => _kept.HistoryAsync(resource, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    ) => _kept.RecentAsync(resource, most, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    ) => _kept.FollowingAsync(resource, after, most, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
        _kept.ListAsync(cancellationToken);

    public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken) =>
        _kept.VerifyAsync(cancellationToken);
}
