using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Core.Policies;

/// <summary>Findings for which a workload is cut off.</summary>
/// <param name="Types">Patterns of types, such as <c>UnauthorizedAccess:EC2/*</c>.</param>
/// <param name="MinSeverity">The least severity.</param>
public sealed record QuarantineFinding(ImmutableArray<string> Types, Severity MinSeverity)
{
    public bool Names(string type) => Types.Any(pattern => Pattern.Matches(pattern, type));
}
