using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;
using Sdk = Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>Turns the SDK's network ACLs into states. What it cannot understand it names, and never leaves out.</summary>
internal static class NetworkAclMapping
{
    public static NetworkAcl ToState(Sdk.NetworkAcl acl, string region)
    {
        var unreadable = ImmutableArray.CreateBuilder<string>();
        var understood = new List<NetworkAclEntry>();
        foreach (var entry in acl.Entries ?? [])
        {
            if (ToEntry(entry, out var reason) is { } known)
            {
                understood.Add(known);
            }
            else
            {
                var direction = entry.Egress == true ? "egress" : "ingress";
                unreadable.Add($"{direction} entry {entry.RuleNumber}: {reason}");
            }
        }
        var tags = TagMapping.ToTags(acl.Tags);
        return new()
        {
            Id = new(ResourceTypes.NetworkAcl, acl.NetworkAclId, acl.OwnerId ?? "", region),
            Name = tags.FirstOrDefault(tag => tag.Key == "Name")?.Value ?? "",
            VpcId = acl.VpcId ?? "",
            Tags = tags,
            IsDefault = acl.IsDefault == true,
            Associations =
            [
                .. (acl.Associations ?? []).Select(item => new NetworkAclAssociation(
                    item.NetworkAclAssociationId,
                    item.SubnetId
                )),
            ],
            Entries = [.. understood.OrderBy(entry => entry.Direction).ThenBy(entry => entry.RuleNumber)],
            Unreadable = unreadable.ToImmutable(),
        };
    }

    private static NetworkAclEntry? ToEntry(Sdk.NetworkAclEntry entry, out string reason)
    {
        if (!IpProtocol.TryParse(entry.Protocol, out var protocol))
        {
            reason = $"protocol '{entry.Protocol}' is not known";
            return null;
        }
        var (from, to) = protocol.IsIcmp
            ? (entry.IcmpTypeCode?.Type, entry.IcmpTypeCode?.Code)
            : (entry.PortRange?.From, entry.PortRange?.To);
        if (!Service.FromPermission(protocol, from, to).TryGet(out var service, out var error))
        {
            reason = error;
            return null;
        }
        if (!Cidr.TryParse(entry.CidrBlock ?? entry.Ipv6CidrBlock ?? "", out var cidr))
        {
            reason = $"'{entry.CidrBlock ?? entry.Ipv6CidrBlock}' is not a CIDR block";
            return null;
        }
        if (entry.Egress is not { } egress || entry.RuleNumber is not { } number)
        {
            reason = "its direction or number is missing";
            return null;
        }
        if (ToAction(entry.RuleAction?.Value) is not { } action)
        {
            reason = $"action '{entry.RuleAction?.Value}' is not known";
            return null;
        }
        reason = "";
        return new(egress ? Direction.Egress : Direction.Ingress, number, action, service, cidr);
    }

    private static NetworkAclAction? ToAction(string? text) =>
        text switch
        {
            "allow" => NetworkAclAction.Allow,
            "deny" => NetworkAclAction.Deny,
            _ => null,
        };
}
