using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// The EC2 calls that change a security group's rules, and what each does to a group's state. A call never names a grouped
/// permission: every permission in it has one peer, and rules with an id are revoked by it. Source: EC2 API reference,
/// AuthorizeSecurityGroupIngress, RevokeSecurityGroupIngress and UpdateSecurityGroupRuleDescriptionsIngress, and Egress alike.
/// </summary>
public static class SecurityGroupCalls
{
    private const string Ec2 = "ec2";

    /// <summary>Adds rules of one direction; as many calls as there are sets of tags, since a call tags all its rules alike.</summary>
    public static ImmutableArray<ApiCall> Authorize(
        SecurityGroup group,
        Direction direction,
        IReadOnlyList<SecurityGroupRule> rules
    ) =>
        [
            .. rules
                .GroupBy(TagText, StringComparer.Ordinal)
                .Select(alike => AuthorizeAlike(group, direction, [.. alike])),
        ];

    /// <summary>
    /// Takes rules of one direction away: those with an id by it, in one call; those without in another, each as EC2 wrote it.
    /// </summary>
    public static ImmutableArray<ApiCall> Revoke(
        SecurityGroup group,
        Direction direction,
        IReadOnlyList<SecurityGroupRule> rules
    )
    {
        var calls = ImmutableArray.CreateBuilder<ApiCall>(2);
        if (rules.Where(rule => rule.RuleId is not null).ToArray() is { Length: > 0 } withId)
        {
            calls.Add(RevokeById(group, direction, withId));
        }
        if (rules.Where(rule => rule.RuleId is null).ToArray() is { Length: > 0 } withoutId)
        {
            calls.Add(RevokeByContent(group, direction, withoutId));
        }
        return calls.DrainToImmutable();
    }

    /// <summary>
    /// Gives rules, which are there already, the descriptions that they have here; a rule with none loses its own. Rules are
    /// named by content, which is unique within a group, so that it also works where ids are not known.
    /// </summary>
    public static ApiCall Describe(SecurityGroup group, Direction direction, IReadOnlyList<SecurityGroupRule> rules) =>
        Create(
            group,
            $"UpdateSecurityGroupRuleDescriptions{direction}",
            ApiCallEffect.Changes,
            $"describe {RuleText.Describe(rules)}",
            writer => WritePermissions(writer, rules, withDescription: true)
        );

    /// <summary>Sets tags of one rule; tags of other keys stay. The rule must have an id.</summary>
    public static ApiCall Tag(SecurityGroupRule rule, ImmutableArray<Tag> tags) =>
        ApiCall.Create(
            Ec2,
            "CreateTags",
            ApiCallEffect.Changes,
            $"tag {rule.RuleId} {string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"))}",
            writer => WriteTags(writer, rule, tags)
        );

    /// <summary>Takes tags of one rule away. The rule must have an id.</summary>
    public static ApiCall Untag(SecurityGroupRule rule, ImmutableArray<Tag> tags) =>
        ApiCall.Create(
            Ec2,
            "DeleteTags",
            ApiCallEffect.Changes,
            $"untag {rule.RuleId} {string.Join(", ", tags.Select(tag => tag.Key))}",
            writer => WriteTags(writer, rule, tags)
        );

    /// <summary>
    /// What EC2 makes of a call on the group: the new state, all of the call or nothing of it, or the error that EC2 answers.
    /// The group given is not changed. New rules get an id that follows from the group and the rule.
    /// </summary>
    /// <param name="quota">How many rules each direction may have; see <see cref="RuleQuota"/> for what counts.</param>
    /// <param name="prefixListSize">The most entries of a prefix list by its id; 1 where it is not known.</param>
    public static Applied<SecurityGroup> Apply(
        SecurityGroup group,
        ApiCall call,
        int quota = SecurityGroup.DefaultRuleQuota,
        Func<string, int>? prefixListSize = null
    ) => new SecurityGroupApplication(group, quota, prefixListSize).Apply(call);

    private static string TagText(SecurityGroupRule rule) =>
        string.Join('\n', rule.Tags.Select(tag => $"{tag.Key}\t{tag.Value}"));

    private static ApiCall AuthorizeAlike(SecurityGroup group, Direction direction, SecurityGroupRule[] rules) =>
        Create(
            group,
            $"AuthorizeSecurityGroup{direction}",
            ApiCallEffect.Adds,
            $"authorize {RuleText.Word(direction)} {RuleText.Describe(rules)}",
            writer =>
            {
                WritePermissions(writer, rules, withDescription: true);
                if (!rules[0].Tags.IsEmpty)
                {
                    writer.WriteStartArray("TagSpecifications");
                    writer.WriteStartObject();
                    writer.WriteString("ResourceType", "security-group-rule");
                    TagJson.Write(writer, "Tags", rules[0].Tags);
                    writer.WriteEndObject();
                    writer.WriteEndArray();
                }
            }
        );

    private static ApiCall RevokeById(SecurityGroup group, Direction direction, SecurityGroupRule[] rules) =>
        Create(
            group,
            $"RevokeSecurityGroup{direction}",
            ApiCallEffect.Removes,
            $"revoke {string.Join("; ", rules.Select(rule => $"{rule.RuleId} {rule}"))}",
            writer =>
            {
                writer.WriteStartArray("SecurityGroupRuleIds");
                foreach (var rule in rules)
                {
                    writer.WriteStringValue(rule.RuleId);
                }
                writer.WriteEndArray();
            }
        );

    private static ApiCall RevokeByContent(SecurityGroup group, Direction direction, SecurityGroupRule[] rules) =>
        Create(
            group,
            $"RevokeSecurityGroup{direction}",
            ApiCallEffect.Removes,
            $"revoke {RuleText.Describe(rules)}",
            writer => WritePermissions(writer, rules, withDescription: false)
        );

    private static ApiCall Create(
        SecurityGroup group,
        string operation,
        ApiCallEffect effect,
        string summary,
        Action<Utf8JsonWriter> write
    ) =>
        ApiCall.Create(
            Ec2,
            operation,
            effect,
            summary,
            writer =>
            {
                writer.WriteString("GroupId", group.Id.Id);
                write(writer);
            }
        );

    private static void WritePermissions(
        Utf8JsonWriter writer,
        IReadOnlyList<SecurityGroupRule> rules,
        bool withDescription
    )
    {
        writer.WriteStartArray("IpPermissions");
        foreach (var rule in rules)
        {
            IpPermissionWriter.WriteSingle(writer, rule, withDescription);
        }
        writer.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter writer, SecurityGroupRule rule, ImmutableArray<Tag> tags)
    {
        writer.WriteStartArray("Resources");
        writer.WriteStringValue(rule.RuleId);
        writer.WriteEndArray();
        TagJson.Write(writer, "Tags", tags);
    }
}
