using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Quarantines;

/// <summary>What a quarantine or a release does to one resource.</summary>
/// <param name="Resource">The resource.</param>
public sealed record QuarantineStep(ResourceId Resource)
{
    /// <summary>The calls that are to be made, or the last that were; null where there was nothing to do.</summary>
    public Plan? Plan { get; init; }

    /// <summary>The id of the ledger entries; null where nothing was changed.</summary>
    public string? LedgerId { get; init; }

    /// <summary>The id of what whoever comes next has to look for; see <see cref="Execution.ExecutionResult.Begun"/>.</summary>
    internal string? Begun { get; init; }

    /// <summary>Why it was not done, or cannot be; null where it was, and where there was nothing to do.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the problem may pass by itself.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>What somebody has changed since; for a release that was not forced.</summary>
    public ImmutableArray<string> Conflicts { get; init; } = [];

    /// <summary>What else is worth knowing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public bool IsNothing => Plan is null && Problem is null && Conflicts.IsEmpty;
}
