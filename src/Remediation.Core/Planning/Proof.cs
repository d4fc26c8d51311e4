using System.Collections.Immutable;

namespace Remediation.Core.Planning;

/// <summary>
/// What the validator computed of a plan by applying it in memory, in words for people. It is the validator's own work, not the
/// planner's claim.
/// </summary>
/// <param name="TrafficRemoved">What is let through before and not after; ingress first.</param>
/// <param name="TrafficAdded">What is let through after and not before; a valid plan adds nothing.</param>
/// <param name="UntouchedRules">How many rules or entries are the same before and after.</param>
public sealed record Proof(
    ImmutableArray<string> TrafficRemoved,
    ImmutableArray<string> TrafficAdded,
    int UntouchedRules
)
{
    /// <summary>For resources that are documents: what differs afterwards, one line for each place. Else empty.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];
}
