namespace Remediation.Core.Policies;

/// <summary>A layer of the workload, such as web or data, and the security groups that are it.</summary>
public sealed record Tier(string Name, ResourceMatch SecurityGroups);
