using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Execution;

/// <summary>
/// Closes what an engine left open that stopped between an intent and its outcome. What it did, in whole or in part, shows in the
/// live resource, which is judged anew in any case; the prior state of the intent is what an undo goes by.
/// </summary>
internal static class Recovery
{
    private const string Stopped =
        "what came of it was not recorded, since the engine stopped before or could not: some or all calls may have been taken, and the resource was looked at anew";

    /// <summary>The intents of a history that have no outcome.</summary>
    public static IEnumerable<LedgerEntry> Unsettled(IReadOnlyList<LedgerRecord> history)
    {
        var settled = history
            .Where(record => record.Entry.Kind == LedgerEntryKind.Outcome)
            .Select(record => record.Entry.Id)
            .ToHashSet(StringComparer.Ordinal);
        return history
            .Select(record => record.Entry)
            .Where(entry => entry.Kind == LedgerEntryKind.Intent && !settled.Contains(entry.Id));
    }

    /// <summary>
    /// Records an outcome for each of them, and gives the id of the last remediation if it did not succeed; else empty. An engine may
    /// also have stopped after it recorded that, and before it went on.
    /// </summary>
    public static async Task<StoreAnswer<string>> SettleAsync(
        EnginePorts ports,
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var history = await ports.Ledger.RecentAsync(resource, ILedger.Recent, cancellationToken);
        if (!history.IsAnswered)
        {
            return StoreAnswer<string>.Failed(history.Error);
        }
        foreach (var intent in Unsettled(history.Value))
        {
            var outcome = intent with
            {
                Kind = LedgerEntryKind.Outcome,
                Time = ports.Time.GetUtcNow(),
                PriorState = null,
                Succeeded = false,
                CallsDone = null,
                Error = Stopped,
            };
            if (await ports.Ledger.RecordAsync(outcome, cancellationToken) is { } unrecorded)
            {
                return StoreAnswer<string>.Failed(unrecorded);
            }
        }
        var last = history.Value is [.., var record] ? record.Entry : null;
        return StoreAnswer<string>.Of(
            last is null or { Kind: LedgerEntryKind.Outcome, Succeeded: true } ? "" : last.Id
        );
    }
}
