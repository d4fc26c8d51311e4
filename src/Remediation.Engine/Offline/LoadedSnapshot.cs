using System.Collections.Immutable;
using Remediation.Core.Diagnostics;

namespace Remediation.Engine.Offline;

/// <summary>
/// What reading a folder gave. With an error among the diagnostics the snapshot is not whole: what the broken file would have
/// told is unknown in it, never absent.
/// </summary>
public sealed record LoadedSnapshot(Snapshot Snapshot, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Level == DiagnosticLevel.Error);
}
