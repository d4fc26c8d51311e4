using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>How workloads are cut off, and for which findings of other services that is done by itself.</summary>
public sealed record QuarantinePolicy
{
    public static QuarantinePolicy Default { get; } = new();

    /// <summary>What may reach whoever is cut off, such as from the hosts of those who look into it. Nothing else may.</summary>
    public TrafficSet Ingress { get; init; } = TrafficSet.Empty;

    /// <summary>What whoever is cut off may reach. Nothing else.</summary>
    public TrafficSet Egress { get; init; } = TrafficSet.Empty;

    /// <summary>Whether network ACLs deny the addresses as well, where nobody says for a single quarantine.</summary>
    public bool IsHard { get; init; }

    /// <summary>
    /// Whether an automatic quarantine waits for the change windows, as a revert does. It does not by itself: a workload that may be taken
    /// over does not wait until Monday.
    /// </summary>
    public bool WaitsForWindows { get; init; }

    /// <summary>The most interfaces that one event may lead to be cut off; where there are more, a person decides.</summary>
    public int MaxInterfaces { get; init; } = 10;

    /// <summary>The findings of GuardDuty and Security Hub for which the workload that they name is cut off.</summary>
    public ImmutableArray<QuarantineFinding> Findings { get; init; } = [];

    /// <summary>Whether a finding of one of the types and of the severity asks for it.</summary>
    public bool AsksFor(IEnumerable<string> types, Severity severity) =>
        Findings.Any(finding => severity >= finding.MinSeverity && types.Any(finding.Names));
}
