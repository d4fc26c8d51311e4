using System.Collections.Immutable;

namespace Remediation.Engine.Quarantines;

/// <summary>What the ledger says of a step beside its plan.</summary>
/// <param name="Action">Quarantine or release.</param>
/// <param name="Workload">The workload's ARN.</param>
/// <param name="Actor">Who asked for it, or led to it.</param>
internal sealed record StepRecord(LedgerAction Action, string Workload, string Actor)
{
    /// <summary>Why, in the words of who asked; or null.</summary>
    public string? Reason { get; init; }

    public ImmutableArray<string> Events { get; init; } = [];

    public ImmutableArray<string> Checks { get; init; } = [];
}
