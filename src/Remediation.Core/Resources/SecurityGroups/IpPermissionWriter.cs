using System.Text.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>Writes rules as EC2's IpPermissions: one permission per rule for calls, or grouped as EC2 lists them.</summary>
internal static class IpPermissionWriter
{
    /// <summary>A permission of exactly one peer, so that nothing else can be touched through it.</summary>
    public static void WriteSingle(Utf8JsonWriter writer, SecurityGroupRule rule, bool withDescription)
    {
        writer.WriteStartObject();
        WriteService(writer, rule.Service);
        writer.WriteStartArray(PeerKinds.ListName(PeerKinds.Of(rule.Peer)));
        WriteRange(writer, rule, withDescription);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteService(Utf8JsonWriter writer, Service service)
    {
        writer.WriteString("IpProtocol", service.Protocol.ToSecurityGroupText());
        var (from, to) = service.ToPermissionPorts();
        if (from is not null && to is not null)
        {
            writer.WriteNumber("FromPort", from.Value);
            writer.WriteNumber("ToPort", to.Value);
        }
    }

    /// <param name="withPeering">Whether what EC2 tells of a group's peering is written; calls do not take it.</param>
    public static void WriteRange(
        Utf8JsonWriter writer,
        SecurityGroupRule rule,
        bool withDescription,
        bool withPeering = false
    )
    {
        writer.WriteStartObject();
        if (withDescription && rule.Description is not null)
        {
            writer.WriteString("Description", rule.Description);
        }
        switch (rule.Peer)
        {
            case CidrPeer cidr:
                writer.WriteString(cidr.Cidr.Family == IpFamily.IPv4 ? "CidrIp" : "CidrIpv6", cidr.Text);
                break;
            case PrefixListPeer list:
                writer.WriteString("PrefixListId", list.PrefixListId);
                break;
            case SecurityGroupPeer group:
                WriteGroupFields(writer, withPeering ? group : group with { VpcId = "", PeeringStatus = "" });
                break;
        }
        writer.WriteEndObject();
    }

    public static void WriteGroupFields(Utf8JsonWriter writer, SecurityGroupPeer group)
    {
        writer.WriteString("GroupId", group.GroupId);
        WriteUnlessEmpty(writer, "UserId", group.UserId);
        WriteUnlessEmpty(writer, "VpcId", group.VpcId);
        WriteUnlessEmpty(writer, "PeeringStatus", group.PeeringStatus);
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }
}
