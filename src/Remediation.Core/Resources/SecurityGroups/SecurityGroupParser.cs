using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// Reads a security group from AWS's JSON: an element of EC2 DescribeSecurityGroups, or the configuration of an AWS Config item.
/// What of it cannot be understood is told in <see cref="ResourceState.Unreadable"/>; unknown fields are not heeded. Reading
/// fails only where the element does not say which group it is.
/// </summary>
public static class SecurityGroupParser
{
    /// <param name="element">The group; rules in it have no ids.</param>
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region, which the element does not say.</param>
    /// <param name="rules">The group's elements of DescribeSecurityGroupRules, if there are any; see <see cref="Merge"/>.</param>
    /// <param name="pool">Shares values between the groups of one document; null for a group alone.</param>
    public static ParseResult<SecurityGroup> Parse(
        JsonElement element,
        string account,
        string region,
        IReadOnlyCollection<ReadRule>? rules = null,
        ValuePool? pool = null
    )
    {
        pool ??= ValuePool.ForOne();
        if (PeerKinds.PooledText(element, "GroupId"u8, pool) is not { Length: > 0 } groupId)
        {
            return ParseResult<SecurityGroup>.Failure("a security group has no GroupId");
        }
        var grouped = new List<SecurityGroupRule>();
        var unreadable = new List<string>();
        ReadPermissions(element, "IpPermissions"u8, Direction.Ingress, pool, grouped, unreadable);
        ReadPermissions(element, "IpPermissionsEgress"u8, Direction.Egress, pool, grouped, unreadable);
        var group = new SecurityGroup
        {
            Id = new(
                ResourceTypes.SecurityGroup,
                groupId,
                PeerKinds.PooledText(element, "OwnerId"u8, pool) is { Length: > 0 } owner ? owner : account,
                region
            ),
            Name = PeerKinds.PooledText(element, "GroupName"u8, pool),
            Description = PeerKinds.PooledText(element, "Description"u8, pool),
            VpcId = PeerKinds.PooledText(element, "VpcId"u8, pool),
            Tags = TagJson.Read(element, "Tags"u8),
            Rules = RuleMerge.Of(grouped, rules ?? []),
            Unreadable = WithUnreadable(unreadable, rules),
        };
        return ParseResult<SecurityGroup>.Success(group);
    }

    /// <summary>One element of DescribeSecurityGroupRules.</summary>
    public static ParseResult<ReadRule> ParseRule(JsonElement element, ValuePool? pool = null) =>
        SecurityGroupRuleReader.Read(element, pool ?? ValuePool.ForOne());

    /// <summary>
    /// The group with what DescribeSecurityGroupRules knows of its rules: ids, tags and peering. A rule that only one of the two
    /// outputs has is kept: the two were not read at the same moment, and a rule too many is looked at, one too few is not.
    /// </summary>
    public static SecurityGroup Merge(SecurityGroup group, IReadOnlyCollection<ReadRule> rules) =>
        new()
        {
            Id = group.Id,
            Name = group.Name,
            Description = group.Description,
            VpcId = group.VpcId,
            Tags = group.Tags,
            Rules = RuleMerge.Of([.. group.Rules], rules),
            Unreadable = WithUnreadable(group.Unreadable, rules),
        };

    /// <summary>
    /// A group of which only the rules were read. Its name and VPC are not known, which it tells in
    /// <see cref="ResourceState.Unreadable"/>.
    /// </summary>
    public static SecurityGroup FromRulesAlone(
        string groupId,
        string account,
        string region,
        IReadOnlyCollection<ReadRule> rules
    ) =>
        new()
        {
            Id = new(
                ResourceTypes.SecurityGroup,
                groupId,
                rules.FirstOrDefault()?.OwnerId is { Length: > 0 } owner ? owner : account,
                region
            ),
            Rules = RuleMerge.Of([], rules),
            Unreadable = WithUnreadable(
                ["its name, VPC and description are not known: only its rules were read, not the group"],
                rules
            ),
        };

    private static void ReadPermissions(
        JsonElement element,
        ReadOnlySpan<byte> name,
        Direction direction,
        ValuePool pool,
        List<SecurityGroupRule> rules,
        List<string> unreadable
    )
    {
        if (AwsJson.IsNoArray(element, name))
        {
            unreadable.Add($"its list of {RuleText.Word(direction)} permissions is no list");
        }
        foreach (var permission in AwsJson.Array(element, name))
        {
            IpPermissionReader.Read(permission, direction, pool, rules, unreadable);
        }
    }

    private static ImmutableArray<string> WithUnreadable(
        IReadOnlyCollection<string> unreadable,
        IReadOnlyCollection<ReadRule>? rules
    )
    {
        if (unreadable.Count == 0 && (rules is null || rules.Count == 0))
        {
            return [];
        }
        var ofRules = (rules ?? []).Select(rule => rule.Unreadable).OfType<string>();
        return [.. unreadable.Concat(ofRules).Distinct(StringComparer.Ordinal)];
    }
}
