using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>Reads EC2's SecurityGroupRule (one rule with its id) and SecurityGroupRuleRequest (what it shall be).</summary>
internal static class SecurityGroupRuleReader
{
    /// <summary>One element of DescribeSecurityGroupRules; fails only where it does not say which group it belongs to.</summary>
    public static ParseResult<ReadRule> Read(AwsValue element, ValuePool pool)
    {
        var groupId = PeerKinds.PooledText(element, "GroupId"u8, pool);
        if (groupId.Length == 0)
        {
            return ParseResult<ReadRule>.Failure("a security group rule has no GroupId");
        }
        var ruleId = element.Text("SecurityGroupRuleId"u8);
        var isRead = ReadContent(element, ruleId, pool).TryGet(out var rule, out var reason);
        var read = new ReadRule(groupId, ruleId)
        {
            OwnerId = PeerKinds.PooledText(element, "GroupOwnerId"u8, pool),
            Rule = rule,
            Unreadable = isRead ? null : $"rule {ruleId}: {reason}",
        };
        return ParseResult<ReadRule>.Success(read);
    }

    /// <summary>The content of a ModifySecurityGroupRules request for a rule; the rule keeps its id, direction and tags.</summary>
    public static ParseResult<SecurityGroupRule> ReadRequest(AwsValue request, SecurityGroupRule rule, ValuePool pool)
    {
        if (!IpPermissionReader.ReadService(request).TryGet(out var service, out var reason))
        {
            return ParseResult<SecurityGroupRule>.Failure(reason);
        }
        return ReadPeer(request, pool).TryGet(out var peer, out reason)
            ? ParseResult<SecurityGroupRule>.Success(
                rule with
                {
                    Service = service,
                    Peer = peer,
                    Description = PeerKinds.DescriptionOf(request, pool),
                }
            )
            : ParseResult<SecurityGroupRule>.Failure(reason);
    }

    private static ParseResult<SecurityGroupRule> ReadContent(AwsValue element, string? ruleId, ValuePool pool)
    {
        if (element.Boolean("IsEgress"u8) is not { } isEgress)
        {
            return ParseResult<SecurityGroupRule>.Failure("it does not say whether it is egress");
        }
        var direction = isEgress ? Direction.Egress : Direction.Ingress;
        if (!IpPermissionReader.ReadService(element).TryGet(out var service, out var reason))
        {
            return ParseResult<SecurityGroupRule>.Failure(reason);
        }
        return ReadPeer(element, pool).TryGet(out var peer, out reason)
            ? ParseResult<SecurityGroupRule>.Success(
                new(direction, service, peer)
                {
                    RuleId = ruleId,
                    Description = PeerKinds.DescriptionOf(element, pool),
                    Tags = TagJson.Read(element, "Tags"u8, pool),
                }
            )
            : ParseResult<SecurityGroupRule>.Failure(reason);
    }

    private static ParseResult<Peer> ReadPeer(AwsValue element, ValuePool pool)
    {
        if (element.TryMember("CidrIpv4"u8, out var cidr))
        {
            return PeerKinds.ReadCidr(cidr, IpFamily.IPv4, pool);
        }
        if (element.TryMember("CidrIpv6"u8, out cidr))
        {
            return PeerKinds.ReadCidr(cidr, IpFamily.IPv6, pool);
        }
        if (element.TryMember("ReferencedGroupInfo"u8, out var group))
        {
            return PeerKinds.ReadGroup(group, pool);
        }
        if (element.Text("ReferencedGroupId"u8) is { } groupId)
        {
            return ParseResult<Peer>.Success(pool.Group(groupId, "", "", ""));
        }
        return element.TryMember("PrefixListId"u8, out _)
            ? PeerKinds.ReadPrefixList(element, pool)
            : ParseResult<Peer>.Failure("it names no peer that is understood");
    }
}
