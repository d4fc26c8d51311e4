using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Tests.Faults;

/// <summary>A ledger at which calls go wrong as planned.</summary>
public sealed class FaultyLedger(ILedger ledger, FaultPlan faults) : ILedger
{
    public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        faults.CallAsync<CallError?>(
            $"ledger.Record{entry.Kind}",
            () => ledger.RecordAsync(entry, cancellationToken),
            error => error
        );

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync(
            "ledger.History",
            () => ledger.HistoryAsync(resource, cancellationToken),
            StoreAnswer<IReadOnlyList<LedgerRecord>>.Failed
        );

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync(
            "ledger.Recent",
            () => ledger.RecentAsync(resource, most, cancellationToken),
            StoreAnswer<IReadOnlyList<LedgerRecord>>.Failed
        );

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    ) =>
        faults.CallAsync(
            "ledger.Following",
            () => ledger.FollowingAsync(resource, after, most, cancellationToken),
            StoreAnswer<IReadOnlyList<LedgerRecord>>.Failed
        );

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
        faults.CallAsync(
            "ledger.List",
            () => ledger.ListAsync(cancellationToken),
            StoreAnswer<IReadOnlyList<LedgerRecord>>.Failed
        );

    public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken) =>
        ledger.VerifyAsync(cancellationToken);
}
