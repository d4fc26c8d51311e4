using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// Writes a security group as AWS CLI outputs hold it. What <see cref="SecurityGroupParser"/> reads of it is the same group.
/// </summary>
public static class SecurityGroupJson
{
    /// <summary>An element of DescribeSecurityGroups: permissions are grouped by service, as EC2 groups them.</summary>
    /// <param name="original">
    /// The element that the group was read from; what of it could not be understood is written as it was. Null for none.
    /// </param>
    public static void Write(Utf8JsonWriter writer, SecurityGroup group, JsonElement? original = null)
    {
        writer.WriteStartObject();
        writer.WriteString("GroupId", group.Id.Id);
        WritePermissions(writer, "IpPermissionsEgress"u8, group.RulesOf(Direction.Egress), original);
        TagJson.Write(writer, "Tags", group.Tags);
        if (group.VpcId.Length > 0)
        {
            writer.WriteString("VpcId", group.VpcId);
        }
        writer.WriteString("OwnerId", group.Id.Account);
        writer.WriteString("GroupName", group.Name);
        writer.WriteString("Description", group.Description);
        WritePermissions(writer, "IpPermissions"u8, group.RulesOf(Direction.Ingress), original);
        writer.WriteEndObject();
    }

    /// <summary>An element of DescribeSecurityGroupRules.</summary>
    public static void WriteRule(Utf8JsonWriter writer, SecurityGroup group, SecurityGroupRule rule)
    {
        writer.WriteStartObject();
        if (rule.RuleId is not null)
        {
            writer.WriteString("SecurityGroupRuleId", rule.RuleId);
        }
        writer.WriteString("GroupId", group.Id.Id);
        writer.WriteString("GroupOwnerId", group.Id.Account);
        writer.WriteBoolean("IsEgress", rule.Direction == Direction.Egress);
        writer.WriteString("IpProtocol", rule.Service.Protocol.ToSecurityGroupText());
        var (from, to) = rule.Service.ToPermissionPorts();
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
                writer.WriteStartObject("ReferencedGroupInfo");
                IpPermissionWriter.WriteGroupFields(writer, group);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WritePermissions(
        Utf8JsonWriter writer,
        ReadOnlySpan<byte> name,
        IEnumerable<SecurityGroupRule> rules,
        JsonElement? original
    )
    {
        writer.WritePropertyName(name);
        if (original is { } source && AwsJson.IsNoArray(source, name) && AwsJson.TryMember(source, name, out var raw))
        {
            raw.WriteTo(writer);
            return;
        }
        writer.WriteStartArray();
        foreach (var alike in rules.GroupBy(rule => rule.Service))
        {
            WriteGrouped(writer, alike.Key, alike.ToLookup(rule => PeerKinds.Of(rule.Peer)));
        }
        if (original is { } element)
        {
            foreach (var permission in AwsJson.Array(element, name))
            {
                WriteUnreadable(writer, AwsText.Of(permission));
            }
        }
        writer.WriteEndArray();
    }

    private static void WriteGrouped(Utf8JsonWriter writer, Service service, ILookup<PeerKind, SecurityGroupRule> rules)
    {
        writer.WriteStartObject();
        IpPermissionWriter.WriteService(writer, service);
        foreach (
            var kind in (ReadOnlySpan<PeerKind>)[PeerKind.Group, PeerKind.IPv4, PeerKind.IPv6, PeerKind.PrefixList]
        )
        {
            writer.WriteStartArray(PeerKinds.ListName(kind));
            foreach (var rule in rules[kind])
            {
                IpPermissionWriter.WriteRange(writer, rule, withDescription: true, withPeering: true);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteUnreadable(Utf8JsonWriter writer, AwsValue permission)
    {
        var pool = ValuePool.ForOne();
        var hasPeers = false;
        var isReadable = IpPermissionReader.ReadService(permission).IsSuccess;
        foreach (var kind in PeerKinds.All)
        {
            foreach (var range in PeerKinds.RangesOf(permission, kind))
            {
                hasPeers = true;
                if (isReadable && !PeerKinds.Read(range, kind, pool).IsSuccess)
                {
                    WriteOnly(writer, permission, kind, range);
                }
            }
        }
        if (!isReadable || !hasPeers)
        {
            permission.WriteTo(writer);
        }
    }

    private static void WriteOnly(Utf8JsonWriter writer, AwsValue permission, PeerKind kind, AwsValue range)
    {
        writer.WriteStartObject();
        IpPermissionWriter.WriteService(writer, IpPermissionReader.ReadService(permission).Value);
        writer.WriteStartArray(PeerKinds.ListName(kind));
        range.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
