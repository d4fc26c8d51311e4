using System.Text.Json;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;

namespace Remediation.Cli.Json;

/// <summary>Baselines for machines: <c>remediation.baselines/1</c> and <c>remediation.baseline-diff/1</c>.</summary>
internal static class BaselineJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<BaselineVersion> versions)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.baselines/1");
        writer.WriteStartArray("baselines");
        foreach (var version in versions)
        {
            writer.WriteRawValue(BaselineVersionJson.Write(version));
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(
        Utf8JsonWriter writer,
        ResourceId resource,
        string from,
        string to,
        IEnumerable<StateChange> changes
    )
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.baseline-diff/1");
        writer.WriteString("resource", resource.Arn);
        writer.WriteString("from", from);
        writer.WriteString("to", to);
        writer.WriteStartArray("changes");
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("effect", ReportWriter.Word(change.Effect));
            writer.WriteString("text", change.Text);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
