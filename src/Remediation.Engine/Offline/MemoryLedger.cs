using System.Collections.Immutable;
using Remediation.Core.Planning;

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
}
