using System.Text.Json;
using Remediation.Engine.Offline.Export;

namespace Remediation.Cli.Json;

/// <summary>Writes what was exported as <c>remediation.snapshot/1</c>.</summary>
internal static class SnapshotJson
{
    public const string Schema = "remediation.snapshot/1";

    public static void Write(Utf8JsonWriter writer, ExportedSnapshot exported, string folder)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("account", exported.Account);
        writer.WriteString("region", exported.Region);
        writer.WriteString("folder", folder);
        writer.WriteStartObject("resources");
        foreach (var (type, count) in exported.Counts)
        {
            writer.WriteNumber(type, count);
        }
        writer.WriteEndObject();
        writer.WriteStartArray("leftOut");
        foreach (var gap in exported.Gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("what", gap.What);
            writer.WriteString("reason", gap.Reason);
            writer.WriteStartArray("actions");
            foreach (var action in gap.Actions)
            {
                writer.WriteStringValue(action);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
