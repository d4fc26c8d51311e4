using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Leases;

/// <summary>The right of one engine to change one resource for a time. The record's revision is its fencing token.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Record">The record as this engine wrote it.</param>
/// <param name="Until">When it ends.</param>
/// <param name="IsTakenOver">Whether the one before was never given back: its holder may have stopped half-way.</param>
public sealed record Lease(ResourceId Resource, StoredRecord Record, DateTimeOffset Until, bool IsTakenOver)
{
    /// <summary>The id of the remediation that the holder before could not finish; or null.</summary>
    public string? Unfinished { get; init; }
}
