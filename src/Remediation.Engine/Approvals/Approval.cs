namespace Remediation.Engine.Approvals;

/// <summary>That somebody approves of a plan.</summary>
/// <param name="PlanHash">The plan's hash.</param>
/// <param name="By">Who, for the ledger; whoever calls has made sure of it.</param>
internal sealed record Approval(string PlanHash, string By);
