namespace Remediation.Engine;

/// <summary>One look at a resource.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="IsToBeContinued">Whether another look may find more to do.</param>
internal sealed record Step(Outcome Outcome, bool IsToBeContinued = false);
