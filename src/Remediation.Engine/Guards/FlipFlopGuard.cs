using Remediation.Core.Policies;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Guards;

/// <summary>Finds from a resource's ledger that somebody keeps putting back what the engine takes away.</summary>
public static class FlipFlopGuard
{
    /// <summary>Why the checks are not to be reverted once more; null when they may be.</summary>
    /// <param name="history">The resource's ledger, in any order.</param>
    /// <param name="checks">The checks that the plan would satisfy.</param>
    /// <param name="limit">How often within how long.</param>
    /// <param name="now">The present time.</param>
    public static string? WhyNot(
        IEnumerable<LedgerRecord> history,
        IReadOnlyCollection<string> checks,
        FlipFlop limit,
        DateTimeOffset now
    )
    {
        var reverts = history
            .Select(record => record.Entry)
            .Where(entry =>
                entry is { Kind: LedgerEntryKind.Outcome, Action: LedgerAction.Revert, Succeeded: true, Resumes: null }
                && entry.Time > now - limit.Within
            )
            .ToList();
        var check = checks.FirstOrDefault(check =>
            reverts.Count(entry => entry.Checks.Contains(check, StringComparer.Ordinal)) >= limit.Reverts
        );
        if (check is null)
        {
            return null;
        }
        var mine = reverts.Where(entry => entry.Checks.Contains(check, StringComparer.Ordinal)).ToList();
        var actors = mine.Select(entry => entry.Actor)
            .Where(actor => actor.Length > 0)
            .Distinct(StringComparer.Ordinal);
        return $"{check} was reverted {mine.Count} times within {DurationText.Of(limit.Within)} "
            + $"({string.Join(", ", mine.Select(entry => entry.Id))}) and is back: somebody or some automation keeps putting it "
            + $"there (before: {string.Join(", ", actors.DefaultIfEmpty("unknown"))})";
    }
}
