namespace Remediation.Engine.Offline.Export;

/// <summary>How far an export is.</summary>
/// <param name="Type">What is being read.</param>
/// <param name="Count">How many of it were read so far.</param>
public readonly record struct ExportProgress(string Type, int Count);
