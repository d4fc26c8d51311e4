namespace Remediation.Engine.Execution;

/// <summary>What carrying out a plan came to.</summary>
/// <param name="LedgerId">The id of its entries; null when nothing was changed, since that could not be recorded first.</param>
/// <param name="Problem">What went wrong, in words; null when all was done and is so.</param>
/// <param name="IsMoved">Whether somebody else changed the resource meanwhile, so that it has to be read and planned anew.</param>
/// <param name="IsRetryable">Whether it may succeed later.</param>
public sealed record ExecutionResult(string? LedgerId, string? Problem, bool IsMoved, bool IsRetryable)
{
    /// <summary>
    /// The id of what whoever comes next has to look for: it stopped half-way, or what was recorded of it is not known. Null when
    /// nothing is left to look for.
    /// </summary>
    public string? Begun { get; init; }

    /// <summary>When the last call was taken; null when not all were.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>When the result was read and found as planned; null when it was not.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }
}
