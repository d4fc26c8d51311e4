using System.Text.Json;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Ledgers;

namespace Remediation.Cli.Json;

/// <summary>
/// What the ledger tells, for machines: <c>remediation.ledger-list/1</c>, <c>remediation.ledger-operation/1</c> and
/// <c>remediation.ledger-verification/1</c>.
/// </summary>
internal static class LedgerJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<LedgerOperation> operations)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.ledger-list/1");
        writer.WriteStartArray("remediations");
        foreach (var operation in operations)
        {
            var intent = operation.Intent;
            writer.WriteStartObject();
            writer.WriteString("id", operation.Id);
            writer.WriteString("time", intent.Time.UtcDateTime);
            writer.WriteString("action", ReportWriter.Word(intent.Action));
            writer.WriteString("undoes", intent.Undoes);
            writer.WriteString("resumes", intent.Resumes);
            writer.WritePropertyName("resource");
            ReportWriter.Write(writer, intent.Resource);
            ReportWriter.WriteStrings(writer, "checks", intent.Checks);
            writer.WriteString("actor", intent.Actor);
            writer.WriteString("outcome", operation.Word);
            writer.WriteString("error", operation.Outcome?.Error);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(
        Utf8JsonWriter writer,
        LedgerOperation operation,
        IEnumerable<LedgerOperation> others,
        IEnumerable<StateChange>? changes
    )
    {
        var linked = others.ToLookup(other => other.Intent.Undoes == operation.Id);
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.ledger-operation/1");
        writer.WriteString("id", operation.Id);
        writer.WriteString("outcome", operation.Word);
        ReportWriter.WriteStrings(writer, "undoneBy", linked[true].Select(other => other.Id));
        ReportWriter.WriteStrings(writer, "resumedBy", linked[false].Select(other => other.Id));
        ReportWriter.WriteStrings(writer, "changes", (changes ?? []).Select(change => change.Text));
        writer.WritePropertyName("intentEntry");
        Write(writer, operation.Intent);
        writer.WritePropertyName("outcomeEntry");
        Write(writer, operation.Outcome);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, LedgerVerification verification)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.ledger-verification/1");
        writer.WriteBoolean("sound", verification.IsSound);
        writer.WriteNumber("resources", verification.Resources);
        writer.WriteNumber("entries", verification.Entries);
        writer.WriteString("root", verification.Root);
        writer.WriteStartArray("faults");
        foreach (var fault in verification.Faults)
        {
            writer.WriteStartObject();
            writer.WriteString("place", fault.Place);
            writer.WriteString("problem", fault.Problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LedgerEntry? entry)
    {
        if (entry is null)
        {
            writer.WriteNullValue();
            return;
        }
        using var document = JsonDocument.Parse(LedgerEntryJson.Line(entry, previous: null));
        document.RootElement.WriteTo(writer);
    }
}
