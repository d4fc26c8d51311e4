using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine;

/// <summary>
/// Where every remediation is written down: before the first mutation with the complete prior state, and after the last one.
/// An entry is durable when the call returns no error. What cannot be recorded is not done.
/// </summary>
public interface ILedger
{
    /// <summary>Adds an entry to the history of its resource; null, or why it is not recorded.</summary>
    ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken);

    /// <summary>The history of a resource, the oldest first; empty where nothing was ever recorded.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
        ResourceId resource,
        CancellationToken cancellationToken
    );

    /// <summary>Every entry, in the order of their ids.</summary>
    ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Holds every history against its chain.</summary>
    ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken);
}
