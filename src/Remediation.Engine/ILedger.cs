using Remediation.Core.Planning;

namespace Remediation.Engine;

/// <summary>
/// Where every remediation is written down: before the first mutation with the complete prior state, and after the last one.
/// An entry is durable when the call returns no error. What cannot be recorded is not done.
/// </summary>
public interface ILedger
{
    /// <summary>Adds an entry to the history of its resource; null, or why it is not recorded.</summary>
    ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken);
}
