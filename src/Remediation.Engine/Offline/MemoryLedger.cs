using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Offline;

/// <summary>A ledger that ends with the process: for accounts in memory, which end with it too. It is no record of AWS.</summary>
public sealed class MemoryLedger : ILedger
{
    private ImmutableArray<LedgerEntry> _entries = [];

    /// <summary>In the order recorded.</summary>
    public ImmutableArray<LedgerEntry> Entries => _entries;

    public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _entries, (entries, added) => entries.Add(added), entry);
        return ValueTask.FromResult<CallError?>(null);
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Records(entry => entry.Resource == resource));

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
        ResourceId resource,
        int most,
        CancellationToken cancellationToken
    )
    {
        var all = Records(entry => entry.Resource == resource).Value!;
        return ValueTask.FromResult(StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([.. all.TakeLast(most)]));
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
        ResourceId resource,
        int after,
        int most,
        CancellationToken cancellationToken
    )
    {
        var all = Records(entry => entry.Resource == resource).Value!;
        return ValueTask.FromResult(StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([.. all.Skip(after).Take(most)]));
    }

    public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Records(_ => true));

    /// <summary>Nothing can be edited that only this process has.</summary>
    public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken)
    {
        var resources = _entries.Select(entry => entry.Resource).Distinct().Count();
        return ValueTask.FromResult(
            StoreAnswer<LedgerVerification>.Of(new(resources, _entries.Length, LedgerHead.NoPrevious, []))
        );
    }

    private StoreAnswer<IReadOnlyList<LedgerRecord>> Records(Func<LedgerEntry, bool> isWanted) =>
        StoreAnswer<IReadOnlyList<LedgerRecord>>.Of([
            .. _entries.Where(isWanted).Select((entry, i) => new LedgerRecord(entry, i + 1, "", "")),
        ]);
}
