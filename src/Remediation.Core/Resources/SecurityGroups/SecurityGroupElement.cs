using System.Collections.Immutable;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// One element of DescribeSecurityGroups: a group as far as the element itself tells. The account and region it may leave open,
/// and the ids of the rules, come from elsewhere: see <see cref="In"/>.
/// </summary>
public sealed record SecurityGroupElement(string GroupId)
{
    /// <summary>The account that owns the group, or empty.</summary>
    public string OwnerId { get; init; } = "";

    /// <summary>The region that the group's ARN names, or empty; older outputs have no ARN.</summary>
    public string Region { get; init; } = "";

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public string VpcId { get; init; } = "";

    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Its rules, without ids.</summary>
    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];

    /// <summary>What of it could not be understood, in words.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region.</param>
    /// <param name="rules">The group's elements of DescribeSecurityGroupRules, if there are any.</param>
    public SecurityGroup In(string account, string region, IReadOnlyCollection<ReadRule>? rules) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, GroupId, OwnerId.Length > 0 ? OwnerId : account, region),
            Name = Name,
            Description = Description,
            VpcId = VpcId,
            Tags = Tags,
            Rules = RuleMerge.Of(Rules, rules ?? []),
            Unreadable = SecurityGroupParser.WithUnreadable(Unreadable, rules),
        };
}
