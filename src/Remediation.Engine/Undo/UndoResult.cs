namespace Remediation.Engine.Undo;

/// <summary>What an undo came to.</summary>
/// <param name="Proposal">What was to be done; null where the remediation was not found or its history could not be read.</param>
public sealed record UndoResult(UndoProposal? Proposal)
{
    /// <summary>The id of the undo's own entries in the ledger; null where nothing was changed.</summary>
    public string? LedgerId { get; init; }

    /// <summary>The id of what whoever comes next has to look for; see <see cref="Execution.ExecutionResult.Begun"/>.</summary>
    internal string? Begun { get; init; }

    /// <summary>Why it was not done, or not to the end; null when it was, and when nothing was to do.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether asking again later may succeed.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>Until when the engine leaves alone what came back; null where nothing is held.</summary>
    public DateTimeOffset? HeldUntil { get; init; }
}
