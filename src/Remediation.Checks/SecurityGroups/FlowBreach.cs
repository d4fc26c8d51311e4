using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>What of a rule the flows do not allow, and what nobody can tell.</summary>
internal sealed record FlowBreach(SecurityGroupRule Rule)
{
    /// <summary>What is not allowed, with some address at least; empty when nothing is.</summary>
    public ServiceSet Services { get; init; } = ServiceSet.Empty;

    /// <summary>What of these services stays: what is allowed, in doubt or exempted.</summary>
    public TrafficSet Kept { get; init; } = TrafficSet.Empty;

    /// <summary>What is not allowed, by address; empty where the other side is a security group.</summary>
    public TrafficSet Offending { get; init; } = TrafficSet.Empty;

    /// <summary>What would not be allowed, had the policy not exempted it.</summary>
    public TrafficSet Exempted { get; init; } = TrafficSet.Empty;

    public string? Note { get; init; }

    /// <summary>What cannot be told, and why; null when everything can.</summary>
    public string? Doubt { get; init; }

    public static FlowBreach Unknown(SecurityGroupRule rule, string doubt) => new(rule) { Doubt = doubt };
}
