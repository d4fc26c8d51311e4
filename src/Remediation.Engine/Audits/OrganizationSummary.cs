using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Engine.Audits;

/// <summary>Writes the <c>remediation.organization/1</c> of an audit of many accounts; see docs/organisation.md.</summary>
internal static class OrganizationSummary
{
    public static void Write(Utf8JsonWriter writer, string folder, IReadOnlyList<TargetResult> results)
    {
        var ordered = results
            .OrderByDescending(result => Count(result, "critical"))
            .ThenByDescending(result => Count(result, "high"))
            .ThenBy(result => result.Account, StringComparer.Ordinal)
            .ThenBy(result => result.Region, StringComparer.Ordinal)
            .ToList();
        var audited = ordered.Where(result => result.Answer is not null).ToList();
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.organization/1");
        writer.WriteString("folder", folder);
        writer.WriteNumber("targets", results.Count);
        writer.WriteNumber("audited", audited.Count);
        writer.WritePropertyName("summary");
        ReportMerge.WriteSummary(writer, [.. audited.Select(result => result.Answer!.Value.GetProperty("summary"))]);
        writer.WriteStartArray("accounts");
        foreach (var result in audited)
        {
            WriteAudited(writer, result);
        }
        writer.WriteEndArray();
        writer.WriteStartArray("failed");
        foreach (var result in ordered.Where(result => result.Answer is null))
        {
            writer.WriteStartObject();
            writer.WriteString("account", result.Account);
            writer.WriteString("region", result.Region);
            writer.WriteString("error", result.Problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAudited(Utf8JsonWriter writer, TargetResult result)
    {
        var answer = result.Answer!.Value;
        writer.WriteStartObject();
        writer.WriteString("account", result.Account);
        writer.WriteString("region", result.Region);
        foreach (var name in (ReadOnlySpan<string>)["summary", "unread", "report"])
        {
            if (answer.TryGetProperty(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
        writer.WriteEndObject();
    }

    private static long Count(TargetResult result, string severity) =>
        result.Answer is { } answer
        && answer.GetProperty("summary").GetProperty("bySeverity").TryGetProperty(severity, out var count)
            ? count.GetInt64()
            : 0;
}
