using System.Buffers;
using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Engine;

/// <summary>
/// Writes a ledger entry as one line of <c>remediation.ledger/1</c>, wherever the ledger is kept. Its fields have a fixed order,
/// so that equal entries are equal text. The contract is in docs/reports.md.
/// </summary>
public static class LedgerEntryJson
{
    public const string Schema = "remediation.ledger/1";

    /// <summary>The line in UTF-8, without its end.</summary>
    /// <param name="previous">SHA-256 of the line before, lower-case hex; null where the ledger does not chain its entries.</param>
    public static ReadOnlyMemory<byte> Line(LedgerEntry entry, string? previous)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        if (previous is not null)
        {
            writer.WriteString("previous", previous);
        }
        writer.WriteString("id", entry.Id);
        writer.WriteString("kind", ReportWriter.Word(entry.Kind));
        writer.WriteString("action", ReportWriter.Word(entry.Action));
        writer.WriteString("undoes", entry.Undoes);
        writer.WriteString("resumes", entry.Resumes);
        // What is recorded of everything else stays, byte for byte, as it always was.
        if (entry.Workload is { } workload)
        {
            writer.WriteString("workload", workload);
        }
        if (entry.Reason is { } reason)
        {
            writer.WriteString("reason", reason);
        }
        writer.WritePropertyName("resource");
        ReportWriter.Write(writer, entry.Resource);
        writer.WriteString("time", entry.Time.UtcDateTime);
        writer.WriteString("plan", entry.PlanHash);
        ReportWriter.WriteStrings(writer, "events", entry.Events);
        writer.WriteString("actor", entry.Actor);
        ReportWriter.WriteStrings(writer, "checks", entry.Checks);
        WriteCalls(writer, entry);
        WritePriorState(writer, entry);
        WriteResult(writer, entry);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteCalls(Utf8JsonWriter writer, LedgerEntry entry)
    {
        writer.WriteStartArray("calls");
        foreach (var call in entry.Calls)
        {
            writer.WriteStartObject();
            writer.WriteString("service", call.Service);
            writer.WriteString("operation", call.Operation);
            writer.WritePropertyName("parameters");
            call.Parameters.WriteTo(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WritePriorState(Utf8JsonWriter writer, LedgerEntry entry)
    {
        writer.WritePropertyName("priorState");
        if (entry.PriorState is not { } state)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteRawValue(state);
    }

    private static void WriteResult(Utf8JsonWriter writer, LedgerEntry entry)
    {
        if (entry.Kind != LedgerEntryKind.Outcome)
        {
            return;
        }
        writer.WriteBoolean("succeeded", entry.Succeeded ?? false);
        if (entry.CallsDone is { } done)
        {
            writer.WriteNumber("callsDone", done);
        }
        else
        {
            writer.WriteNull("callsDone");
        }
        writer.WriteString("error", entry.Error);
    }
}
