namespace Remediation.Engine.Undo;

/// <summary>How a merge meets what is not plain.</summary>
/// <param name="IsForced">Whether what is in conflict gets back what was there before the remediation.</param>
/// <param name="IsResumed">Whether the same undo was begun before, so that what the remediation had put there may be gone.</param>
public readonly record struct MergeMode(bool IsForced, bool IsResumed);
