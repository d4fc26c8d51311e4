using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Sdk = Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>Turns the SDK's security groups and rules into states. What it cannot understand it names, and never leaves out.</summary>
internal static class SecurityGroupMapping
{
    public static SecurityGroup ToState(
        Sdk.SecurityGroup group,
        IEnumerable<Sdk.SecurityGroupRule> rules,
        string region
    )
    {
        var unreadable = ImmutableArray.CreateBuilder<string>();
        var understood = ImmutableArray.CreateBuilder<SecurityGroupRule>();
        foreach (var rule in rules)
        {
            if (ToRule(rule, out var reason) is { } known)
            {
                understood.Add(known);
            }
            else
            {
                unreadable.Add($"rule {rule.SecurityGroupRuleId}: {reason}");
            }
        }
        return new()
        {
            Id = new(ResourceTypes.SecurityGroup, group.GroupId, group.OwnerId ?? "", region),
            Name = group.GroupName ?? "",
            Description = group.Description ?? "",
            VpcId = group.VpcId ?? "",
            Tags = TagMapping.ToTags(group.Tags),
            Rules = understood.ToImmutable(),
            Unreadable = unreadable.ToImmutable(),
        };
    }

    private static SecurityGroupRule? ToRule(Sdk.SecurityGroupRule rule, out string reason)
    {
        if (!IpProtocol.TryParse(rule.IpProtocol, out var protocol))
        {
            reason = $"protocol '{rule.IpProtocol}' is not known";
            return null;
        }
        if (!Service.FromPermission(protocol, rule.FromPort, rule.ToPort).TryGet(out var service, out var error))
        {
            reason = error;
            return null;
        }
        if (rule.IsEgress is not { } isEgress)
        {
            reason = "it does not say whether it is egress";
            return null;
        }
        if (ToPeer(rule) is not { } peer)
        {
            reason = $"its peer '{rule.CidrIpv4 ?? rule.CidrIpv6}' is not known";
            return null;
        }
        reason = "";
        return new(isEgress ? Direction.Egress : Direction.Ingress, service, peer)
        {
            RuleId = rule.SecurityGroupRuleId,
            Description = string.IsNullOrEmpty(rule.Description) ? null : rule.Description,
            Tags = TagMapping.ToTags(rule.Tags),
        };
    }

    private static Peer? ToPeer(Sdk.SecurityGroupRule rule)
    {
        if ((rule.CidrIpv4 ?? rule.CidrIpv6) is { } text)
        {
            return Cidr.TryParse(text, out var cidr) ? new CidrPeer(cidr) { Text = text } : null;
        }
        if (rule.PrefixListId is { } prefixList)
        {
            return new PrefixListPeer(prefixList);
        }
        return rule.ReferencedGroupInfo is { GroupId: { } groupId } referenced
            ? new SecurityGroupPeer(groupId)
            {
                UserId = referenced.UserId ?? "",
                VpcId = referenced.VpcId ?? "",
                PeeringStatus = referenced.PeeringStatus ?? "",
            }
            : null;
    }
}
