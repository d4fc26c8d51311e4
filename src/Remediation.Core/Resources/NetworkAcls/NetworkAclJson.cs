using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>Writes a network ACL as an element of DescribeNetworkAcls; <see cref="NetworkAclParser"/> reads it as the same ACL.</summary>
public static class NetworkAclJson
{
    /// <param name="original">
    /// The element that the ACL was read from; what of it could not be understood is written as it was. Null for none.
    /// </param>
    public static void Write(Utf8JsonWriter writer, NetworkAcl acl, JsonElement? original = null)
    {
        writer.WriteStartObject();
        WriteAssociations(writer, acl, original);
        WriteEntries(writer, acl, original);
        writer.WriteBoolean("IsDefault", acl.IsDefault);
        writer.WriteString("NetworkAclId", acl.Id.Id);
        TagJson.Write(writer, "Tags", acl.Tags);
        if (acl.VpcId.Length > 0)
        {
            writer.WriteString("VpcId", acl.VpcId);
        }
        writer.WriteString("OwnerId", acl.Id.Account);
        writer.WriteEndObject();
    }

    private static void WriteAssociations(Utf8JsonWriter writer, NetworkAcl acl, JsonElement? original)
    {
        writer.WriteStartArray("Associations");
        foreach (var association in acl.Associations)
        {
            writer.WriteStartObject();
            writer.WriteString("NetworkAclAssociationId", association.AssociationId);
            writer.WriteString("NetworkAclId", acl.Id.Id);
            writer.WriteString("SubnetId", association.SubnetId);
            writer.WriteEndObject();
        }
        if (original is { } source)
        {
            foreach (var raw in AwsJson.Array(source, "Associations"u8))
            {
                if (AwsJson.Text(raw, "SubnetId"u8) is not { Length: > 0 })
                {
                    raw.WriteTo(writer);
                }
            }
        }
        writer.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter writer, NetworkAcl acl, JsonElement? original)
    {
        if (original is { } source && !AwsJson.TryMember(source, "Entries"u8, out _))
        {
            return;
        }
        writer.WriteStartArray("Entries");
        foreach (var entry in acl.Entries)
        {
            writer.WriteStartObject();
            NetworkAclEntryJson.Write(writer, entry);
            writer.WriteEndObject();
        }
        if (original is { } element)
        {
            WriteUnreadable(writer, element);
        }
        writer.WriteEndArray();
    }

    private static void WriteUnreadable(Utf8JsonWriter writer, JsonElement element)
    {
        var numbers = new HashSet<(Direction, int)>();
        foreach (var raw in AwsJson.Array(element, "Entries"u8))
        {
            if (
                !NetworkAclEntryJson.Read(raw).TryGet(out var entry, out _)
                || !numbers.Add((entry.Direction, entry.RuleNumber))
            )
            {
                raw.WriteTo(writer);
            }
        }
    }
}
