using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Cli.PolicyTesting;

/// <summary>What a test judged: every resource, what is wrong with each, and what the events came to.</summary>
/// <param name="Resources">All that were judged, those without findings too.</param>
/// <param name="Findings">Those that fail and those that cannot be told; what is exempted is neither.</param>
/// <param name="Decisions">By resource, as reports write them; empty where there were no events.</param>
internal sealed record Judged(
    ImmutableArray<ResourceId> Resources,
    ImmutableArray<Finding> Findings,
    ImmutableArray<(ResourceId Resource, string Decision)> Decisions
)
{
    public static bool Names(string expected, ResourceId resource) =>
        expected == resource.Id || expected == resource.Arn;
}
