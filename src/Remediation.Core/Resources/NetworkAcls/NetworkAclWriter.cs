using System.Text.Json;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>Writes an ACL as an element of DescribeNetworkAcls, whole.</summary>
public static class NetworkAclWriter
{
    public static void Write(Utf8JsonWriter writer, NetworkAcl acl)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Associations");
        foreach (var association in acl.Associations)
        {
            writer.WriteStartObject();
            writer.WriteString("NetworkAclAssociationId", association.AssociationId);
            writer.WriteString("NetworkAclId", acl.Id.Id);
            writer.WriteString("SubnetId", association.SubnetId);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("Entries");
        foreach (var entry in acl.Entries)
        {
            writer.WriteStartObject();
            NetworkAclEntryJson.Write(writer, entry);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteBoolean("IsDefault", acl.IsDefault);
        writer.WriteString("NetworkAclId", acl.Id.Id);
        writer.WriteString("OwnerId", acl.Id.Account);
        TagJson.Write(writer, "Tags", acl.Tags);
        writer.WriteString("VpcId", acl.VpcId);
        writer.WriteEndObject();
    }
}
