using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;

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
    ) =>
        SecurityGroupElementReader
            .Read(AwsText.Of(element), pool ?? ValuePool.ForOne())
            .TryGet(out var read, out var reason)
            ? ParseResult<SecurityGroup>.Success(read.In(account, region, rules))
            : ParseResult<SecurityGroup>.Failure(reason);

    /// <summary>One element of DescribeSecurityGroupRules.</summary>
    public static ParseResult<ReadRule> ParseRule(JsonElement element, ValuePool? pool = null) =>
        SecurityGroupRuleReader.Read(AwsText.Of(element), pool ?? ValuePool.ForOne());

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
            Rules = RuleMerge.Of(group.Rules, rules),
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

    internal static ImmutableArray<string> WithUnreadable(
        ImmutableArray<string> unreadable,
        IReadOnlyCollection<ReadRule>? rules
    )
    {
        if (unreadable.IsEmpty && (rules is null || rules.Count == 0))
        {
            return [];
        }
        var ofRules = (rules ?? []).Select(rule => rule.Unreadable).OfType<string>();
        return [.. unreadable.Concat(ofRules).Distinct(StringComparer.Ordinal)];
    }
}
