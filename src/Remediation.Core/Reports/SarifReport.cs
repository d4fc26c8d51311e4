using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediation.Core.Checks;

namespace Remediation.Core.Reports;

/// <summary>
/// Writes an audit as SARIF 2.1.0, which code scanning takes: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. A
/// finding of a template has a place in its file; one of an account has the resource's ARN as its logical location.
/// </summary>
public static class SarifReport
{
    private const string Schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <param name="report">What the audit found.</param>
    /// <param name="version">The product's version.</param>
    public static void Write(Utf8JsonWriter writer, AuditReport report, string version)
    {
        ImmutableArray<CheckMetadata> rules =
        [
            .. report
                .Findings.Select(finding => finding.Check)
                .DistinctBy(check => check.Id, StringComparer.Ordinal)
                .OrderBy(check => check.Id, StringComparer.Ordinal),
        ];
        writer.WriteStartObject();
        writer.WriteString("$schema", Schema);
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        WriteTool(writer, rules, version);
        WriteInvocation(writer, report);
        writer.WriteString("columnKind", "utf16CodeUnits");
        writer.WriteStartArray("results");
        foreach (var finding in report.Findings)
        {
            WriteResult(writer, finding, report, rules);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter writer, ImmutableArray<CheckMetadata> rules, string version)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "Remediation");
        writer.WriteString("version", version);
        writer.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            WriteRule(writer, rule);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, CheckMetadata rule)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Id);
        WriteMessage(writer, "shortDescription", rule.Title);
        WriteMessage(writer, "fullDescription", rule.Rationale);
        WriteMessage(writer, "help", rule.ManualFix);
        if (!rule.References.IsEmpty)
        {
            writer.WriteString("helpUri", rule.References[0]);
        }
        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", Level(rule.Severity));
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        // What GitHub orders by: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
        writer.WriteString("security-severity", SecuritySeverity(rule.Severity));
        ReportWriter.WriteStrings(writer, "tags", rule.Controls.Select(control => control.Id).Prepend("security"));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // What could not be read is told, and the run was no success: an empty result must not pass for a clean account.
    private static void WriteInvocation(Utf8JsonWriter writer, AuditReport report)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", report.Unread.IsEmpty);
        writer.WriteStartArray("toolExecutionNotifications");
        foreach (var (type, error) in report.Unread)
        {
            writer.WriteStartObject();
            writer.WriteString("level", "error");
            WriteMessage(writer, "message", $"not every {type} is judged: {error}");
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteResult(
        Utf8JsonWriter writer,
        Finding finding,
        AuditReport report,
        ImmutableArray<CheckMetadata> rules
    )
    {
        var isUnknown = finding.Status == FindingStatus.Unknown;
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Check.Id);
        writer.WriteNumber("ruleIndex", IndexOf(rules, finding.Check.Id));
        writer.WriteString("kind", isUnknown ? "open" : "fail");
        writer.WriteString("level", isUnknown ? "none" : Level(finding.Severity));
        WriteMessage(writer, "message", $"{finding.Resource.Id}: {FindingWords.Of(finding)}");
        WriteLocation(writer, finding, report);
        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("finding/v1", finding.Id);
        writer.WriteEndObject();
        WriteSuppression(writer, finding);
        writer.WriteStartObject("properties");
        writer.WriteString("severity", ReportWriter.Word(finding.Severity));
        writer.WriteString("response", ReportWriter.Word(finding.Response));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, Finding finding, AuditReport report)
    {
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        if (PlaceOf(finding, report) is var (file, line))
        {
            writer.WriteStartObject("physicalLocation");
            writer.WriteStartObject("artifactLocation");
            writer.WriteString("uri", UriOf(file));
            writer.WriteEndObject();
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", line);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteStartArray("logicalLocations");
        writer.WriteStartObject();
        writer.WriteString("fullyQualifiedName", finding.Resource.Arn);
        writer.WriteString("name", report.ResourceNames.GetValueOrDefault(finding.Resource.Arn, finding.Resource.Id));
        writer.WriteString("kind", "resource");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static (string File, int Line)? PlaceOf(Finding finding, AuditReport report)
    {
        if (report.Places.GetValueOrDefault(finding.Resource.Arn) is not { } place)
        {
            return null;
        }
        var colon = place.LastIndexOf(':');
        return
            colon > 0
            && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? (place[..colon], line)
            : null;
    }

    // A relative reference, as a checkout has it; each segment escaped.
    private static string UriOf(string file) =>
        string.Join('/', file.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));

    private static void WriteSuppression(Utf8JsonWriter writer, Finding finding)
    {
        if (finding.Status != FindingStatus.Exempted)
        {
            return;
        }
        writer.WriteStartArray("suppressions");
        writer.WriteStartObject();
        writer.WriteString("kind", "external");
        writer.WriteString("status", "accepted");
        if (finding.Exemption is { } exemption)
        {
            writer.WriteString(
                "justification",
                $"{exemption.Id}, {exemption.Owner}, until {exemption.Until:yyyy-MM-dd}: {exemption.Reason}"
            );
        }
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static int IndexOf(ImmutableArray<CheckMetadata> rules, string id)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Id == id)
            {
                return i;
            }
        }
        return -1;
    }

    private static void WriteMessage(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string Level(Severity severity) =>
        severity switch
        {
            Severity.Critical or Severity.High => "error",
            Severity.Medium => "warning",
            _ => "note",
        };

    private static string SecuritySeverity(Severity severity) =>
        severity switch
        {
            Severity.Critical => "9.5",
            Severity.High => "8.0",
            Severity.Medium => "5.5",
            Severity.Low => "2.5",
            _ => "0.0",
        };
}
