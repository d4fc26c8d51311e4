using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Tests.Ledgers;

/// <summary>A ledger of which nobody who handles an event may read a whole history, and of a resource no more than so many entries at once.</summary>
internal sealed class WithoutHistory(ILedger ledger) : ILedger
{
    /// <summary>How many entries were read in all.</summary>
    public int Read { get; private set; }

    public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        ledger.RecordAsync(entry, cancellationToken);

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) => throw new InvalidOperationException($"the whole history of {resource.Id} was read");

    public async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    ) => Counted(await ledger.RecentAsync(resource, most, cancellationToken));

    public async ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    ) => Counted(await ledger.FollowingAsync(resource, after, most, cancellationToken));

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("the whole ledger was read");

    public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken) =>
        ledger.VerifyAsync(cancellationToken);

    private StoreAnswer<IReadOnlyList<LedgerRecord>> Counted(StoreAnswer<IReadOnlyList<LedgerRecord>> answer)
    {
        Read += answer.Value?.Count ?? 0;
        return answer;
    }
}
