using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine;

/// <summary>
/// The complete state of one resource as AWS's own JSON, which the ledger keeps and from which the state can be parsed again.
/// </summary>
public static class StateDocument
{
    public static string Write(ResourceState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            switch (state)
            {
                case SecurityGroup group:
                    Write(writer, group);
                    break;
                case NetworkAcl acl:
                    NetworkAclJson.Write(writer, acl);
                    break;
                default:
                    throw new UnreachableException($"{state.GetType().Name} has no document");
            }
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // The grouped permissions know neither ids nor tags of single rules, so both outputs are kept.
    private static void Write(Utf8JsonWriter writer, SecurityGroup group)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("SecurityGroup");
        SecurityGroupJson.Write(writer, group);
        writer.WriteStartArray("SecurityGroupRules");
        foreach (var rule in group.Rules)
        {
            SecurityGroupJson.WriteRule(writer, group, rule);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
