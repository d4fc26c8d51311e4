using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Engine.Undo;

/// <summary>The present state without what a remediation changed.</summary>
/// <param name="Desired">The state to lead to.</param>
/// <param name="Conflicts">What somebody has changed since; where there is any, the state holds only when the undo is forced.</param>
public sealed record MergedState(ResourceState Desired, ImmutableArray<UndoConflict> Conflicts);
