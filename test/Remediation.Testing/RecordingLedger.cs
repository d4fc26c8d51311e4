using Remediation.Core.Planning;
using Remediation.Engine;

namespace Remediation.Testing;

/// <summary>A ledger that keeps what it was given, or refuses when told to.</summary>
public sealed class RecordingLedger : ILedger
{
    public List<LedgerEntry> Entries { get; } = [];

    public CallError? Refusal { get; set; }

    public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (Refusal is null)
        {
            Entries.Add(entry);
        }
        return ValueTask.FromResult(Refusal);
    }
}
