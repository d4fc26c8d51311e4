using System.Collections.Immutable;
using Remediation.Core;

namespace Remediation.Engine.Ledgers;

/// <summary>One remediation of one resource as the ledger tells it: what was meant, and what came of it.</summary>
/// <param name="Intent">What was meant, with the prior state.</param>
/// <param name="Outcome">What came of it; null while it runs, and after a crash until another engine comes by.</param>
public sealed record LedgerOperation(LedgerEntry Intent, LedgerEntry? Outcome)
{
    public string Id => Intent.Id;

    public bool IsDone => Outcome is { Succeeded: true };

    /// <summary><c>done</c>, <c>failed</c>, or <c>open</c> while there is no outcome.</summary>
    public string Word =>
        Outcome is null ? "open"
        : IsDone ? "done"
        : "failed";

    /// <summary>The operations that entries tell of, in the order of their intents. A torn entry belongs to none.</summary>
    public static ImmutableArray<LedgerOperation> Of(IEnumerable<LedgerRecord> records) =>
        [
            .. records
                .Select(record => record.Entry)
                .GroupBy(entry => (entry.Id, entry.Resource.Arn))
                .Select(Joined)
                .OfType<LedgerOperation>(),
        ];

    /// <summary>The operation with the id, or the only one whose id begins so; or why there is none.</summary>
    public static ParseResult<LedgerOperation> Find(ImmutableArray<LedgerOperation> operations, string id)
    {
        var found = operations.Where(operation => operation.Id == id).ToList();
        if (found.Count == 0 && id.Length > 0)
        {
            found = [.. operations.Where(operation => operation.Id.StartsWith(id, StringComparison.Ordinal))];
        }
        return found switch
        {
            [var only] => ParseResult<LedgerOperation>.Success(only),
            [] => ParseResult<LedgerOperation>.Failure(
                $"the ledger holds no remediation {id}; remediate ledger list lists them"
            ),
            _ => ParseResult<LedgerOperation>.Failure(
                $"{found.Count} remediations go by {id}, such as {found[0].Id} of {found[0].Intent.Resource.Id} and "
                    + $"{found[1].Id} of {found[1].Intent.Resource.Id}; name one of them whole"
            ),
        };
    }

    private static LedgerOperation? Joined(IEnumerable<LedgerEntry> entries)
    {
        var intent = entries.FirstOrDefault(entry => entry.Kind == LedgerEntryKind.Intent);
        var outcome = entries.LastOrDefault(entry => entry.Kind == LedgerEntryKind.Outcome);
        return intent is null ? null : new(intent, outcome);
    }
}
