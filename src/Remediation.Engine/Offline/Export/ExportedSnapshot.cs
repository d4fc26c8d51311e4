using System.Collections.Immutable;

namespace Remediation.Engine.Offline.Export;

/// <summary>What an export came to.</summary>
/// <param name="Account">The account's twelve digits.</param>
/// <param name="Region">The region's code.</param>
/// <param name="Counts">How many of each type were written.</param>
/// <param name="Gaps">What could not be read, and is left out.</param>
public sealed record ExportedSnapshot(
    string Account,
    string Region,
    ImmutableSortedDictionary<string, int> Counts,
    ImmutableArray<SnapshotGap> Gaps
);
