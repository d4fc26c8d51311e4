namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>One element of DescribeSecurityGroupRules: a rule of a group, or in words what of it could not be understood.</summary>
/// <param name="GroupId">The group that it belongs to.</param>
/// <param name="RuleId">Its id, or null where the output had none.</param>
public sealed record ReadRule(string GroupId, string? RuleId)
{
    /// <summary>The account that owns the group, or empty.</summary>
    public string OwnerId { get; init; } = "";

    /// <summary>The rule, or null where it could not be understood.</summary>
    public SecurityGroupRule? Rule { get; init; }

    /// <summary>What could not be understood, or null.</summary>
    public string? Unreadable { get; init; }
}
