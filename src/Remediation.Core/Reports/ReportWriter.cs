using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Core.Reports;

/// <summary>The JSON of the parts that every report shares. The contract is in docs/reports.md.</summary>
public static class ReportWriter
{
    public static void Write(Utf8JsonWriter writer, ResourceId resource)
    {
        writer.WriteStartObject();
        writer.WriteString("type", resource.Type);
        writer.WriteString("id", resource.Id);
        writer.WriteString("arn", resource.Arn);
        writer.WriteString("account", resource.Account);
        writer.WriteString("region", resource.Region);
        writer.WriteEndObject();
    }

    /// <param name="place">Where the resource is written, or null where it is not of a file.</param>
    /// <param name="name">The name that people know the resource by, or null.</param>
    public static void Write(Utf8JsonWriter writer, Finding finding, string? place = null, string? name = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", finding.Id);
        writer.WriteString("check", finding.Check.Id);
        writer.WriteString("status", Word(finding.Status));
        writer.WriteString("severity", Word(finding.Severity));
        writer.WritePropertyName("resource");
        Write(writer, finding.Resource);
        if (!string.IsNullOrEmpty(name))
        {
            writer.WriteString("name", name);
        }
        if (place is not null)
        {
            writer.WriteString("place", place);
        }
        writer.WriteStartArray("evidence");
        foreach (var evidence in finding.Evidence)
        {
            Write(writer, evidence);
        }
        writer.WriteEndArray();
        WriteStrings(writer, "unknowns", finding.Unknowns);
        WriteStrings(writer, "controls", finding.Check.Controls.Select(control => control.Id));
        writer.WriteString("response", Word(finding.Response));
        WriteExemption(writer, finding);
        writer.WriteEndObject();
    }

    /// <summary>A plan in words and as the exact calls; <c>valid</c> and <c>objections</c> are the validator's.</summary>
    public static void Write(Utf8JsonWriter writer, Plan plan, PlanVerdict verdict, IEnumerable<string> resolves)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", plan.Resource.Id);
        writer.WriteString("hash", plan.Hash);
        WriteStrings(writer, "resolves", resolves);
        writer.WriteStartArray("calls");
        foreach (var call in plan.Calls)
        {
            writer.WriteStartObject();
            writer.WriteString("service", call.Service);
            writer.WriteString("operation", call.Operation);
            writer.WritePropertyName("parameters");
            call.Parameters.WriteTo(writer);
            writer.WriteString("summary", call.Summary);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        WriteStrings(writer, "trafficRemoved", verdict.Proof.TrafficRemoved);
        WriteStrings(writer, "trafficAdded", verdict.Proof.TrafficAdded);
        if (!verdict.Proof.Changes.IsEmpty)
        {
            WriteStrings(writer, "changes", verdict.Proof.Changes);
        }
        writer.WriteNumber("untouchedRules", verdict.Proof.UntouchedRules);
        writer.WriteBoolean("valid", verdict.IsValid);
        WriteStrings(writer, "objections", verdict.Objections);
        writer.WriteEndObject();
    }

    /// <summary>An enum's word as reports and policies write it: lower case.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    public static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Evidence evidence)
    {
        writer.WriteStartObject();
        writer.WriteString("rule", evidence.Rule);
        writer.WriteString("traffic", evidence.Traffic);
        writer.WriteString("offending", evidence.Offending);
        writer.WriteString("severity", Word(evidence.Severity));
        writer.WriteString("description", evidence.Description);
        writer.WriteString("note", evidence.Note);
        writer.WriteEndObject();
    }

    private static void WriteExemption(Utf8JsonWriter writer, Finding finding)
    {
        writer.WritePropertyName("exemption");
        if (finding.Exemption is not { } exemption)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("id", exemption.Id);
        writer.WriteString("until", exemption.Until.ToString("yyyy-MM-dd"));
        writer.WriteString("owner", exemption.Owner);
        writer.WriteString("reason", exemption.Reason);
        writer.WriteEndObject();
    }
}
