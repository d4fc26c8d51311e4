using System.Collections.Immutable;
using Remediation.Core.Policies.Testing;

namespace Remediation.Cli.PolicyTesting;

/// <summary>What one test came to.</summary>
/// <param name="Failures">What came otherwise than expected; none where it passed.</param>
internal sealed record PolicyTestResult(PolicyTestCase Case, ImmutableArray<PolicyTestFailure> Failures)
{
    public bool IsPassed => Failures.IsEmpty;
}
