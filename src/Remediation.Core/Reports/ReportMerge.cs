using System.Text.Json;

namespace Remediation.Core.Reports;

/// <summary>
/// Makes one <c>remediation.report/1</c> of the parts of an audit. Each resource is judged in one part alone, so that nothing is
/// counted twice; the parts have to be of one account, region and policy.
/// </summary>
public static class ReportMerge
{
    private static readonly string[] _severities = ["critical", "high", "medium", "low", "info"];
    private static readonly string[] _head = ["schema", "account", "region", "template", "mode", "policy"];

    /// <param name="parts">The documents, in order; at least one.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<JsonElement> parts)
    {
        writer.WriteStartObject();
        foreach (var name in _head)
        {
            if (parts[0].TryGetProperty(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
        writer.WritePropertyName("summary");
        WriteSummary(writer, [.. parts.Select(part => part.GetProperty("summary"))]);
        foreach (var name in (ReadOnlySpan<string>)["unread", "findings", "plans", "unplanned"])
        {
            WriteAll(writer, name, parts);
        }
        writer.WriteEndObject();
    }

    /// <summary>The sum of summaries, in the shape of each.</summary>
    public static void WriteSummary(Utf8JsonWriter writer, IReadOnlyList<JsonElement> summaries)
    {
        writer.WriteStartObject();
        foreach (var name in (ReadOnlySpan<string>)["resources", "findings", "exempted", "unknown"])
        {
            writer.WriteNumber(name, Sum(summaries, name));
        }
        writer.WriteStartObject("bySeverity");
        var severities = summaries.Select(summary => summary.GetProperty("bySeverity")).ToList();
        foreach (var severity in _severities)
        {
            if (Sum(severities, severity) is var count and > 0)
            {
                writer.WriteNumber(severity, count);
            }
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IReadOnlyList<JsonElement> parts)
    {
        // What could not be read is a member only where there is some.
        if (name == "unread" && !parts.Any(part => part.TryGetProperty(name, out _)))
        {
            return;
        }
        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            foreach (var item in part.TryGetProperty(name, out var list) ? list.EnumerateArray() : default)
            {
                item.WriteTo(writer);
            }
        }
        writer.WriteEndArray();
    }

    private static long Sum(IEnumerable<JsonElement> elements, string name) =>
        elements.Sum(element => element.TryGetProperty(name, out var value) ? value.GetInt64() : 0);
}
