using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Diagnostics;

namespace Remediation.Core.Policies;

/// <summary>
/// What loading a policy document gave: a policy, maybe with warnings, or no policy and at least one error.
/// </summary>
/// <param name="Policy">The policy, or null when any diagnostic is an error.</param>
/// <param name="Diagnostics">In the order of the document.</param>
public sealed record PolicyLoadResult(Policy? Policy, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether there is a policy.</summary>
    [MemberNotNullWhen(true, nameof(Policy))]
    public bool IsSuccess => Policy is not null;
}
