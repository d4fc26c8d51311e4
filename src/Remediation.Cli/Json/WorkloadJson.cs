using System.Text.Json;
using Remediation.Cli.Rendering;
using Remediation.Core.Reports;
using Remediation.Engine.Quarantines;

namespace Remediation.Cli.Json;

/// <summary>What cutting a workload off or letting it out would do or did, for machines: <c>remediation.quarantine/1</c>.</summary>
internal static class WorkloadJson
{
    /// <param name="result">With a workload.</param>
    /// <param name="words">With the words for the decision.</param>
    /// <param name="isApplied">Whether it was to be done, or only shown.</param>
    public static void Write(Utf8JsonWriter writer, QuarantineResult result, WorkloadWords words, bool isApplied)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.quarantine/1");
        writer.WriteString("decision", words.Decision(result, isApplied));
        writer.WritePropertyName("workload");
        ReportWriter.Write(writer, result.Workload!);
        ReportWriter.WriteStrings(writer, "interfaces", result.Interfaces);
        writer.WriteStartArray("steps");
        foreach (var step in result.Steps.Where(step => !step.IsNothing))
        {
            Write(writer, step);
        }
        writer.WriteEndArray();
        ReportWriter.WriteStrings(writer, "conflicts", [.. result.Conflicts]);
        ReportWriter.WriteStrings(writer, "notes", [.. result.AllNotes]);
        writer.WriteString("reason", result.Failure);
        writer.WriteBoolean("dryRun", !isApplied);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, QuarantineStep step)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("resource");
        ReportWriter.Write(writer, step.Resource);
        writer.WriteString("plan", step.Plan?.Hash);
        writer.WriteStartArray("calls");
        foreach (var call in step.Plan?.Calls ?? [])
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
        writer.WriteString("ledger", step.LedgerId);
        writer.WriteString("problem", step.Problem);
        writer.WriteEndObject();
    }
}
