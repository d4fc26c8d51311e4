using System.Buffers;
using System.Text.Json;
using Remediation.Core.Checks;

namespace Remediation.Core.Reports;

/// <summary>Writes an audit as <c>remediation.report/1</c>.</summary>
public static class AuditReportJson
{
    public const string Schema = "remediation.report/1";

    public static void Write(Utf8JsonWriter writer, AuditReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("account", report.Account);
        writer.WriteString("region", report.Region);
        if (report.Template is { } template)
        {
            writer.WriteString("template", template);
        }
        writer.WriteString("mode", ReportWriter.Word(report.Policy.Mode));
        writer.WriteStartObject("policy");
        writer.WriteString("name", report.Policy.Name);
        writer.WriteString("sha256", report.Policy.Sha256);
        writer.WriteEndObject();
        WriteSummary(writer, report);
        WriteUnread(writer, report);
        writer.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            var arn = finding.Resource.Arn;
            ReportWriter.Write(
                writer,
                finding,
                report.Places.GetValueOrDefault(arn),
                report.ResourceNames.GetValueOrDefault(arn)
            );
        }
        writer.WriteEndArray();
        writer.WriteStartArray("plans");
        foreach (var (plan, verdict, resolves) in report.Plans)
        {
            ReportWriter.Write(writer, plan, verdict, resolves);
        }
        writer.WriteEndArray();
        writer.WriteStartArray("unplanned");
        foreach (var finding in report.Findings)
        {
            if (report.Unplanned.TryGetValue(finding.Id, out var reason))
            {
                writer.WriteStartObject();
                writer.WriteString("finding", finding.Id);
                writer.WriteString("reason", reason);
                writer.WriteEndObject();
            }
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The same, read back as JSON; the caller disposes of it.</summary>
    public static JsonDocument ToDocument(AuditReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, report);
        }
        return JsonDocument.Parse(buffer.WrittenMemory);
    }

    private static void WriteUnread(Utf8JsonWriter writer, AuditReport report)
    {
        if (report.Unread.IsEmpty)
        {
            return;
        }
        writer.WriteStartArray("unread");
        foreach (var (type, error) in report.Unread)
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", type);
            writer.WriteString("error", error.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    // Exempted findings are listed but not counted: nobody has to act on them.
    private static void WriteSummary(Utf8JsonWriter writer, AuditReport report)
    {
        var open = report.Findings.Where(finding => finding.Status != FindingStatus.Exempted).ToList();
        writer.WriteStartObject("summary");
        writer.WriteNumber("resources", report.Resources);
        writer.WriteNumber("findings", open.Count);
        writer.WriteNumber("exempted", report.Findings.Length - open.Count);
        writer.WriteNumber("unknown", open.Count(finding => finding.Status == FindingStatus.Unknown));
        writer.WriteStartObject("bySeverity");
        foreach (var group in open.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key))
        {
            writer.WriteNumber(ReportWriter.Word(group.Key), group.Count());
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
