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
                    SecurityGroupWriter.Write(writer, group);
                    break;
                case NetworkAcl acl:
                    NetworkAclWriter.Write(writer, acl);
                    break;
                default:
                    throw new UnreachableException($"{state.GetType().Name} has no document");
            }
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
