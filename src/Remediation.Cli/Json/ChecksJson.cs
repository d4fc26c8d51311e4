using System.Text.Json;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Cli.Json;

/// <summary>Writes checks' metadata as <c>remediation.checks/1</c>.</summary>
internal static class ChecksJson
{
    public const string Schema = "remediation.checks/1";

    public static void Write(Utf8JsonWriter writer, IEnumerable<CheckMetadata> checks)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            Write(writer, check);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, IEnumerable<ControlCoverage> controls)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.controls/1");
        writer.WriteStartArray("controls");
        foreach (var (control, checks, reason) in controls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", control.Id);
            writer.WriteString("name", control.Name);
            ReportWriter.WriteStrings(writer, "checks", checks);
            writer.WriteString("reason", reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CheckMetadata check)
    {
        writer.WriteStartObject();
        writer.WriteString("id", check.Id);
        writer.WriteString("title", check.Title);
        writer.WriteString("severity", ReportWriter.Word(check.Severity));
        writer.WriteString("resourceType", check.ResourceType);
        ReportWriter.WriteStrings(writer, "otherResourceTypes", check.OtherResourceTypes);
        writer.WriteString("rationale", check.Rationale);
        writer.WriteString("doesNotCheck", check.DoesNotCheck);
        writer.WriteString("fix", check.FixDescription);
        writer.WriteString("manualFix", check.ManualFix);
        writer.WriteString("defaultResponse", ReportWriter.Word(check.DefaultResponse));
        writer.WriteStartArray("controls");
        foreach (var control in check.Controls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", control.Id);
            writer.WriteString("name", control.Name);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("parameters");
        foreach (var parameter in check.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            writer.WriteString("type", ReportWriter.Word(parameter.Type));
            writer.WriteString("default", parameter.Default.ToString());
            writer.WriteString("description", parameter.Description);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        ReportWriter.WriteStrings(writer, "triggers", check.Triggers);
        ReportWriter.WriteStrings(writer, "fixActions", check.FixActions);
        ReportWriter.WriteStrings(writer, "references", check.References);
        writer.WriteEndObject();
    }
}
