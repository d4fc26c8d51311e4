using System.Text.Json;
using Remediation.Core.Checks;

namespace Remediation.Core.Reports;

/// <summary>
/// Writes the findings of an account as Compliance Findings of the Open Cybersecurity Schema Framework, a JSON array of events:
/// https://schema.ocsf.io/1.3.0/classes/compliance_finding. It is not for templates, which are in no account.
/// </summary>
public static class OcsfReport
{
    private const string SchemaVersion = "1.3.0";
    private const int Findings = 2;
    private const int ComplianceFinding = 2003;
    private const int Create = 1;

    /// <param name="report">What the audit found.</param>
    /// <param name="time">When it was made.</param>
    /// <param name="version">The product's version.</param>
    public static void Write(Utf8JsonWriter writer, AuditReport report, DateTimeOffset time, string version)
    {
        writer.WriteStartArray();
        foreach (var finding in report.Findings)
        {
            Write(writer, finding, report, time, version);
        }
        writer.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter writer,
        Finding finding,
        AuditReport report,
        DateTimeOffset time,
        string version
    )
    {
        writer.WriteStartObject();
        writer.WriteNumber("activity_id", Create);
        writer.WriteString("activity_name", "Create");
        writer.WriteNumber("category_uid", Findings);
        writer.WriteString("category_name", "Findings");
        writer.WriteNumber("class_uid", ComplianceFinding);
        writer.WriteString("class_name", "Compliance Finding");
        writer.WriteNumber("type_uid", (ComplianceFinding * 100) + Create);
        writer.WriteString("type_name", "Compliance Finding: Create");
        writer.WriteNumber("time", time.ToUnixTimeMilliseconds());
        WriteSeverity(writer, finding.Severity);
        WriteStatus(writer, finding);
        writer.WriteString("message", $"{finding.Resource.Id}: {FindingWords.Of(finding)}");
        WriteMetadata(writer, version);
        WriteFindingInfo(writer, finding, time);
        WriteCompliance(writer, finding);
        WriteRemediation(writer, finding.Check);
        WriteCloud(writer, finding);
        WriteResources(writer, finding, report);
        WriteUnmapped(writer, finding, report);
        writer.WriteEndObject();
    }

    private static void WriteSeverity(Utf8JsonWriter writer, Severity severity)
    {
        var (id, name) = severity switch
        {
            Severity.Critical => (5, "Critical"),
            Severity.High => (4, "High"),
            Severity.Medium => (3, "Medium"),
            Severity.Low => (2, "Low"),
            _ => (1, "Informational"),
        };
        writer.WriteNumber("severity_id", id);
        writer.WriteString("severity", name);
    }

    // 1 New, 3 Suppressed: an exempted finding stays visible, and asks for nothing.
    private static void WriteStatus(Utf8JsonWriter writer, Finding finding)
    {
        var isExempted = finding.Status == FindingStatus.Exempted;
        writer.WriteNumber("status_id", isExempted ? 3 : 1);
        writer.WriteString("status", isExempted ? "Suppressed" : "New");
        if (finding.Exemption is { } exemption)
        {
            writer.WriteString("status_detail", $"{exemption.Id}: {exemption.Reason}");
        }
    }

    private static void WriteMetadata(Utf8JsonWriter writer, string version)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("version", SchemaVersion);
        writer.WriteStartObject("product");
        writer.WriteString("name", "Remediation");
        writer.WriteString("vendor_name", "Remediation");
        writer.WriteString("version", version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFindingInfo(Utf8JsonWriter writer, Finding finding, DateTimeOffset time)
    {
        writer.WriteStartObject("finding_info");
        writer.WriteString("uid", finding.Id);
        writer.WriteString("title", finding.Check.Title);
        writer.WriteString("desc", FindingWords.Of(finding));
        writer.WriteNumber("created_time", time.ToUnixTimeMilliseconds());
        ReportWriter.WriteStrings(writer, "types", [finding.Check.Id]);
        writer.WriteEndObject();
    }

    // 0 Unknown, 3 Fail.
    private static void WriteCompliance(Utf8JsonWriter writer, Finding finding)
    {
        var isUnknown = finding.Status == FindingStatus.Unknown;
        writer.WriteStartObject("compliance");
        writer.WriteString("control", finding.Check.Id);
        ReportWriter.WriteStrings(writer, "requirements", finding.Check.Controls.Select(control => control.Id));
        ReportWriter.WriteStrings(writer, "standards", StandardsOf(finding.Check));
        writer.WriteNumber("status_id", isUnknown ? 0 : 3);
        writer.WriteString("status", isUnknown ? "Unknown" : "Fail");
        writer.WriteEndObject();
    }

    private static List<string> StandardsOf(CheckMetadata check)
    {
        var isOfCis = (Control control) => control.Id.StartsWith("CIS-", StringComparison.Ordinal);
        var standards = check
            .Controls.Select(control =>
                isOfCis(control)
                    ? "CIS AWS Foundations Benchmark v5.0.0"
                    : "AWS Foundational Security Best Practices v1.0.0"
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return standards.Count > 0 ? standards : ["Remediation"];
    }

    private static void WriteRemediation(Utf8JsonWriter writer, CheckMetadata check)
    {
        writer.WriteStartObject("remediation");
        writer.WriteString("desc", check.ManualFix);
        ReportWriter.WriteStrings(writer, "references", check.References);
        writer.WriteEndObject();
    }

    private static void WriteCloud(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject("cloud");
        writer.WriteString("provider", "AWS");
        writer.WriteString("region", finding.Resource.Region);
        writer.WriteStartObject("account");
        writer.WriteString("uid", finding.Resource.Account);
        writer.WriteString("type", "AWS Account");
        writer.WriteNumber("type_id", 10);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter writer, Finding finding, AuditReport report)
    {
        writer.WriteStartArray("resources");
        writer.WriteStartObject();
        writer.WriteString("uid", finding.Resource.Arn);
        if (report.ResourceNames.GetValueOrDefault(finding.Resource.Arn) is { Length: > 0 } name)
        {
            writer.WriteString("name", name);
        }
        writer.WriteString("type", finding.Resource.Type);
        writer.WriteString("region", finding.Resource.Region);
        writer.WriteString(
            "cloud_partition",
            finding.Resource.Arn.Split(':') is { Length: > 1 } parts ? parts[1] : "aws"
        );
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteUnmapped(Utf8JsonWriter writer, Finding finding, AuditReport report)
    {
        writer.WriteStartObject("unmapped");
        writer.WriteString("response", ReportWriter.Word(finding.Response));
        writer.WriteString("policy_sha256", report.Policy.Sha256);
        writer.WriteEndObject();
    }
}
