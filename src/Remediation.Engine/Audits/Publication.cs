namespace Remediation.Engine.Audits;

/// <summary>What sending findings to AWS Security Hub came to.</summary>
/// <param name="Imported">How many findings were taken.</param>
/// <param name="Archived">How many of before were archived, since nothing is found there any more.</param>
/// <param name="Problem">Why not all was done, or null.</param>
public sealed record Publication(int Imported, int Archived, string? Problem);
