using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>One call applied to one group in memory, with EC2's own semantics and error codes.</summary>
internal sealed class SecurityGroupApplication(SecurityGroup group, int quota, Func<string, int>? prefixListSize)
{
    private readonly ValuePool _pool = ValuePool.ForOne();

    public Applied<SecurityGroup> Apply(ApiCall call) =>
        call.Operation switch
        {
            "CreateTags" => Tag(call.Parameters, remove: false),
            "DeleteTags" => Tag(call.Parameters, remove: true),
            _ when !NamesGroup(call.Parameters) => Refuse(
                CallError.GroupNotFound,
                $"the call is not about security group {group.Id.Id}"
            ),
            "AuthorizeSecurityGroupIngress" => Authorize(call.Parameters, Direction.Ingress),
            "AuthorizeSecurityGroupEgress" => Authorize(call.Parameters, Direction.Egress),
            "RevokeSecurityGroupIngress" => Revoke(call.Parameters, Direction.Ingress),
            "RevokeSecurityGroupEgress" => Revoke(call.Parameters, Direction.Egress),
            "UpdateSecurityGroupRuleDescriptionsIngress" => Describe(call.Parameters, Direction.Ingress),
            "UpdateSecurityGroupRuleDescriptionsEgress" => Describe(call.Parameters, Direction.Egress),
            "ModifySecurityGroupRules" => Modify(call.Parameters),
            _ => Refuse(CallError.UnknownOperation, $"{call.Operation} does not change a security group's rules"),
        };

    private bool NamesGroup(JsonElement parameters) =>
        AwsJson.Text(parameters, "GroupId"u8) is { } id
            ? id == group.Id.Id
            : AwsJson.Text(parameters, "GroupName"u8) is { } name && name == group.Name;

    private Applied<SecurityGroup> Authorize(JsonElement parameters, Direction direction)
    {
        if (!ReadRules(parameters, direction).TryGet(out var requested, out var reason))
        {
            return Refuse(CallError.InvalidParameter, reason);
        }
        if (requested.DistinctBy(rule => rule.Key).Count() < requested.Count)
        {
            return Refuse(CallError.InvalidParameter, "The same permission must not appear multiple times");
        }
        if (requested.Find(rule => IndexOf(rule.Key) >= 0) is { } duplicate)
        {
            return Refuse(CallError.PermissionDuplicate, $"the specified rule \"{duplicate}\" already exists");
        }
        var tags = ReadRuleTags(parameters);
        return WithinQuota(
            group.Rules.AddRange(requested.Select(rule => Canonical(rule) with { RuleId = IdOf(rule), Tags = tags }))
        );
    }

    private Applied<SecurityGroup> Revoke(JsonElement parameters, Direction direction)
    {
        if (AwsJson.TryMember(parameters, "SecurityGroupRuleIds"u8, out _))
        {
            if (NamesRulesByContent(parameters))
            {
                return Refuse(CallError.InvalidParameter, "rules are named by their ids or by content, not by both");
            }
            return RevokeById(AwsJson.Array(parameters, "SecurityGroupRuleIds"u8), direction);
        }
        if (!ReadRules(parameters, direction).TryGet(out var requested, out var reason))
        {
            return Refuse(CallError.InvalidParameter, reason);
        }
        var rules = group.Rules;
        foreach (var rule in requested)
        {
            var index = IndexOf(rules, rule.Key);
            if (index < 0)
            {
                return Refuse(
                    CallError.PermissionNotFound,
                    $"The specified rule \"{rule}\" does not exist in this security group."
                );
            }
            rules = rules.RemoveAt(index);
        }
        return To(rules);
    }

    private static bool NamesRulesByContent(JsonElement parameters) =>
        AwsJson.TryMember(parameters, "IpPermissions"u8, out _) || AwsJson.TryMember(parameters, "CidrIp"u8, out _);

    private Applied<SecurityGroup> RevokeById(JsonElement.ArrayEnumerator ids, Direction direction)
    {
        var rules = group.Rules;
        foreach (var id in ids)
        {
            var index = IndexOf(rules, id.ToString());
            if (index < 0 || rules[index].Direction != direction)
            {
                return RuleNotFound(id.ToString());
            }
            rules = rules.RemoveAt(index);
        }
        return To(rules);
    }

    private Applied<SecurityGroup> Describe(JsonElement parameters, Direction direction)
    {
        if (AwsJson.TryMember(parameters, "SecurityGroupRuleDescriptions"u8, out _))
        {
            if (NamesRulesByContent(parameters))
            {
                return Refuse(CallError.InvalidParameter, "rules are named by their ids or by content, not by both");
            }
            return DescribeById(AwsJson.Array(parameters, "SecurityGroupRuleDescriptions"u8), direction);
        }
        if (!ReadRules(parameters, direction).TryGet(out var requested, out var reason))
        {
            return Refuse(CallError.InvalidParameter, reason);
        }
        var rules = group.Rules;
        foreach (var rule in requested)
        {
            var index = IndexOf(rules, rule.Key);
            if (index < 0)
            {
                return Refuse(
                    CallError.PermissionNotFound,
                    $"The specified rule \"{rule}\" does not exist in this security group."
                );
            }
            rules = rules.SetItem(index, rules[index] with { Description = rule.Description });
        }
        return To(rules);
    }

    private Applied<SecurityGroup> DescribeById(JsonElement.ArrayEnumerator descriptions, Direction direction)
    {
        var rules = group.Rules;
        foreach (var description in descriptions)
        {
            var id = AwsJson.Text(description, "SecurityGroupRuleId"u8) ?? "";
            var index = IndexOf(rules, id);
            if (index < 0 || rules[index].Direction != direction)
            {
                return RuleNotFound(id);
            }
            var words = PeerKinds.DescriptionOf(AwsText.Of(description), _pool);
            rules = rules.SetItem(index, rules[index] with { Description = words });
        }
        return To(rules);
    }

    private Applied<SecurityGroup> Modify(JsonElement parameters)
    {
        var rules = group.Rules;
        foreach (var update in AwsJson.Array(parameters, "SecurityGroupRules"u8))
        {
            var id = AwsJson.Text(update, "SecurityGroupRuleId"u8) ?? "";
            var index = IndexOf(rules, id);
            if (index < 0)
            {
                return RuleNotFound(id);
            }
            _ = AwsJson.TryMember(update, "SecurityGroupRule"u8, out var content);
            if (!Requested(content, rules[index]).TryGet(out var rule, out var reason))
            {
                return Refuse(CallError.InvalidParameter, reason);
            }
            rules = rules.SetItem(index, Canonical(rule));
        }
        return rules.DistinctBy(rule => rule.Key).Count() < rules.Length
            ? Refuse(CallError.PermissionDuplicate, "two rules of the group would be the same")
            : WithinQuota(rules);
    }

    private ParseResult<SecurityGroupRule> Requested(JsonElement content, SecurityGroupRule rule) =>
        SecurityGroupRuleReader.ReadRequest(AwsText.Of(content), rule, _pool);

    private Applied<SecurityGroup> Tag(JsonElement parameters, bool remove)
    {
        var tags = TagJson.Read(parameters, "Tags"u8);
        var keys = tags.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal);
        var rules = group.Rules;
        foreach (var resource in AwsJson.Array(parameters, "Resources"u8))
        {
            var index = IndexOf(rules, resource.ToString());
            if (index < 0)
            {
                return RuleNotFound(resource.ToString());
            }
            var kept = rules[index].Tags.Where(tag => !keys.Contains(tag.Key));
            var changed = rules[index] with { Tags = TagJson.Sort(remove ? kept : kept.Concat(tags)) };
            rules = rules.SetItem(index, changed);
        }
        return To(rules);
    }

    private ParseResult<List<SecurityGroupRule>> ReadRules(JsonElement parameters, Direction direction)
    {
        var rules = new List<SecurityGroupRule>();
        var unreadable = new List<string>();
        if (AwsJson.TryMember(parameters, "CidrIp"u8, out var cidr))
        {
            ReadFlat(parameters, cidr, direction, rules, unreadable);
        }
        foreach (var permission in AwsJson.Array(parameters, "IpPermissions"u8))
        {
            IpPermissionReader.Read(AwsText.Of(permission), direction, _pool, rules, unreadable);
        }
        if (unreadable.Count > 0)
        {
            return ParseResult<List<SecurityGroupRule>>.Failure(string.Join("; ", unreadable));
        }
        return rules.Count == 0
            ? ParseResult<List<SecurityGroupRule>>.Failure("the request names no rules")
            : ParseResult<List<SecurityGroupRule>>.Success(rules);
    }

    // The call's older form, with one IPv4 rule written beside the group.
    private void ReadFlat(
        JsonElement parameters,
        JsonElement cidr,
        Direction direction,
        List<SecurityGroupRule> rules,
        List<string> unreadable
    )
    {
        if (!IpPermissionReader.ReadService(AwsText.Of(parameters)).TryGet(out var service, out var reason))
        {
            unreadable.Add(reason);
        }
        else if (!PeerKinds.ReadCidr(AwsText.Of(cidr), IpFamily.IPv4, _pool).TryGet(out var peer, out reason))
        {
            unreadable.Add(reason);
        }
        else
        {
            rules.Add(new(direction, service, peer));
        }
    }

    private static ImmutableArray<Tag> ReadRuleTags(JsonElement parameters)
    {
        foreach (var specification in AwsJson.Array(parameters, "TagSpecifications"u8))
        {
            if (AwsJson.Text(specification, "ResourceType"u8) == "security-group-rule")
            {
                return TagJson.Read(specification, "Tags"u8);
            }
        }
        return [];
    }

    private Applied<SecurityGroup> WithinQuota(ImmutableArray<SecurityGroupRule> rules)
    {
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
        {
            var used = RuleQuota.Used(rules, direction, prefixListSize);
            var limit = RuleQuota.LimitFor(group.Rules, direction, quota, prefixListSize);
            if (used > limit && used > RuleQuota.Used(group.Rules, direction, prefixListSize))
            {
                return Refuse(
                    CallError.RulesLimitExceeded,
                    $"The maximum number of rules per security group has been reached: {used} {RuleText.Word(direction)} rules, {limit} allowed"
                );
            }
        }
        return To(rules);
    }

    // EC2 writes blocks in the canonical form, and knows the owner of every group.
    private SecurityGroupRule Canonical(SecurityGroupRule rule) =>
        rule.Peer switch
        {
            CidrPeer cidr => rule with { Peer = new CidrPeer(cidr.Cidr) },
            SecurityGroupPeer { UserId: "" } peer => rule with { Peer = peer with { UserId = group.Id.Account } },
            _ => rule,
        };

    private string IdOf(SecurityGroupRule rule)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{group.Id.Id}|{rule.Direction}|{rule}"));
        return string.Concat("sgr-", Convert.ToHexStringLower(hash).AsSpan(0, 17));
    }

    private int IndexOf((Direction, Service, Peer) key) => IndexOf(group.Rules, key);

    private static int IndexOf(ImmutableArray<SecurityGroupRule> rules, (Direction, Service, Peer) key)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Key.Equals(key))
            {
                return i;
            }
        }
        return -1;
    }

    private static int IndexOf(ImmutableArray<SecurityGroupRule> rules, string ruleId)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].RuleId == ruleId)
            {
                return i;
            }
        }
        return -1;
    }

    private Applied<SecurityGroup> To(ImmutableArray<SecurityGroupRule> rules) =>
        Applied<SecurityGroup>.To(group.WithRules(rules));

    private static Applied<SecurityGroup> Refuse(string code, string message) =>
        Applied<SecurityGroup>.Refused(code, message);

    private static Applied<SecurityGroup> RuleNotFound(string id) =>
        Refuse(CallError.RuleNotFound, $"The security group rule ID '{id}' does not exist");
}
