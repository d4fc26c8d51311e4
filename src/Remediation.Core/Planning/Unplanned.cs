namespace Remediation.Core.Planning;

/// <summary>A failing check that no plan resolves, and why.</summary>
public sealed record Unplanned(string CheckId, string Reason);
