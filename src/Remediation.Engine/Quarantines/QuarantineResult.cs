using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Engine.Quarantines;

/// <summary>What a quarantine or a release would do or did, resource by resource.</summary>
/// <param name="Workload">The instance or interface; null where it was not found or could not be read.</param>
public sealed record QuarantineResult(ResourceId? Workload)
{
    /// <summary>Its interfaces, by id.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>In the order in which they are done.</summary>
    public ImmutableArray<QuarantineStep> Steps { get; init; } = [];

    /// <summary>Why none of it is done at all, with what to do instead; or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether asking again later may succeed.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>Whether the refusal is about the workload itself, so that a person has to decide.</summary>
    public bool IsRefused => Refusal is not null && !IsRetryable;

    /// <summary>The first thing that is wrong, or null.</summary>
    public string? Failure =>
        Refusal ?? Steps.Select(step => step.Problem).FirstOrDefault(problem => problem is not null);

    /// <summary>What somebody has changed since, so that nothing is done.</summary>
    public IEnumerable<string> Conflicts => Steps.SelectMany(step => step.Conflicts);

    public bool HasConflicts => Steps.Any(step => !step.Conflicts.IsEmpty);

    /// <summary>What else is worth knowing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public IEnumerable<string> AllNotes =>
        Notes.Concat(Steps.SelectMany(step => step.Notes)).Distinct(StringComparer.Ordinal);

    /// <summary>Whether all is as it is to be already.</summary>
    public bool IsNothingToDo => Refusal is null && Steps.All(step => step.IsNothing);

    /// <summary>The ids of the ledger entries that it made, in order.</summary>
    public IEnumerable<string> LedgerIds => Steps.Select(step => step.LedgerId).OfType<string>();

    internal static QuarantineResult Refused(ResourceId? workload, string refusal, bool isRetryable = false) =>
        new(workload) { Refusal = refusal, IsRetryable = isRetryable };
}
