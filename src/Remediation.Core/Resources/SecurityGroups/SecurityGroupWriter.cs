using System.Text.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// Writes a group as AWS's own JSON, whole: the members of DescribeSecurityGroups but the grouped permissions, and its rules as
/// DescribeSecurityGroupRules gives them, so that ids, descriptions and tags of single rules are kept.
/// </summary>
public static class SecurityGroupWriter
{
    public static void Write(Utf8JsonWriter writer, SecurityGroup group)
    {
        writer.WriteStartObject();
        writer.WriteString("GroupId", group.Id.Id);
        writer.WriteString("GroupName", group.Name);
        writer.WriteString("Description", group.Description);
        writer.WriteString("OwnerId", group.Id.Account);
        writer.WriteString("VpcId", group.VpcId);
        TagJson.Write(writer, "Tags", group.Tags);
        writer.WriteStartArray("SecurityGroupRules");
        foreach (var rule in group.Rules)
        {
            WriteRule(writer, group, rule);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>One rule as an element of DescribeSecurityGroupRules.</summary>
    public static void WriteRule(Utf8JsonWriter writer, SecurityGroup group, SecurityGroupRule rule)
    {
        var (from, to) = rule.Service.ToPermissionPorts();
        writer.WriteStartObject();
        if (rule.RuleId is not null)
        {
            writer.WriteString("SecurityGroupRuleId", rule.RuleId);
        }
        writer.WriteString("GroupId", group.Id.Id);
        writer.WriteString("GroupOwnerId", group.Id.Account);
        writer.WriteBoolean("IsEgress", rule.Direction == Direction.Egress);
        writer.WriteString("IpProtocol", rule.Service.Protocol.ToSecurityGroupText());
        writer.WriteNumber("FromPort", from ?? -1);
        writer.WriteNumber("ToPort", to ?? -1);
        WritePeer(writer, rule.Peer);
        if (rule.Description is not null)
        {
            writer.WriteString("Description", rule.Description);
        }
        TagJson.Write(writer, "Tags", rule.Tags);
        writer.WriteEndObject();
    }

    private static void WritePeer(Utf8JsonWriter writer, Peer peer)
    {
        switch (peer)
        {
            case CidrPeer cidr:
                writer.WriteString(cidr.Cidr.Family == IpFamily.IPv4 ? "CidrIpv4" : "CidrIpv6", cidr.Text);
                break;
            case PrefixListPeer list:
                writer.WriteString("PrefixListId", list.PrefixListId);
                break;
            case SecurityGroupPeer group:
                WriteGroup(writer, group);
                break;
        }
    }

    private static void WriteGroup(Utf8JsonWriter writer, SecurityGroupPeer group)
    {
        writer.WriteStartObject("ReferencedGroupInfo");
        writer.WriteString("GroupId", group.GroupId);
        WriteIfKnown(writer, "UserId", group.UserId);
        WriteIfKnown(writer, "VpcId", group.VpcId);
        WriteIfKnown(writer, "PeeringStatus", group.PeeringStatus);
        writer.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }
}
