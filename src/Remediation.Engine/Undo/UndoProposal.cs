using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Undo;

/// <summary>What undoing one remediation would do now, or why it is not done. It changes nothing.</summary>
public sealed record UndoProposal
{
    /// <summary>The remediation that is undone; of one that was finished later by another engine, the first part.</summary>
    public required LedgerOperation Operation { get; init; }

    /// <summary>Why it cannot be undone at all, with what to do instead; null where nothing is in the way.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the problem may pass by itself.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>What the remediation changed and somebody has changed since.</summary>
    public ImmutableArray<UndoConflict> Conflicts { get; init; } = [];

    /// <summary>Whether what is in conflict gets back what was there before the remediation.</summary>
    public bool IsForced { get; init; }

    /// <summary>The calls; null where there is nothing to do or something is in the way.</summary>
    public Plan? Plan { get; init; }

    /// <summary>What comes back, but not exactly as it was, and what else is worth knowing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The id of an earlier attempt at the same, which did not get to the end and which it goes on with; or null.</summary>
    public string? Resumes { get; init; }

    /// <summary>
    /// Whether it brings back what checks object to, so that the engine has to be kept from reverting it at once. Undoing an undo closes
    /// it again.
    /// </summary>
    public bool IsReopening { get; init; }

    /// <summary>The number of the last entry in the resource's ledger; 0 where there is none.</summary>
    public int LastEntry { get; init; }

    /// <summary>The present state, or null where it could not be read.</summary>
    public ResourceState? Present { get; init; }

    /// <summary>Whether it is not done because somebody has changed the same since.</summary>
    public bool IsRefused => Problem is null && !Conflicts.IsEmpty && !IsForced;

    /// <summary>Whether all that the remediation changed is as it was before already.</summary>
    public bool IsNothingToDo => Problem is null && Plan is null && !IsRefused;
}
