using System.Collections.Immutable;

namespace Remediation.Engine.Approvals;

/// <summary>What approving of a plan came to.</summary>
/// <param name="Outcomes">What was done about the resource; empty when it was not even looked at.</param>
/// <param name="Refusal">Why the plan was not carried out; null when it was.</param>
public sealed record ApprovalResult(ImmutableArray<Outcome> Outcomes, string? Refusal)
{
    /// <summary>Whether asking again later may succeed.</summary>
    public bool IsRetryable { get; init; }
}
