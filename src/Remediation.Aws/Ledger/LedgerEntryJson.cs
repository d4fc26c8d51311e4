using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Engine;

namespace Remediation.Aws.Ledger;

/// <summary>A ledger entry as one JSON document, its fields in a fixed order, so that equal entries are equal text.</summary>
internal static class LedgerEntryJson
{
    public static string Write(LedgerEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, entry);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, LedgerEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.ledger/1");
        writer.WriteString("id", entry.Id);
        writer.WriteString("kind", KindOf(entry));
        Write(writer, entry.Resource);
        writer.WriteString("time", entry.Time);
        writer.WriteString("planHash", entry.PlanHash);
        Write(writer, "events", entry.Events);
        writer.WriteString("actor", entry.Actor);
        Write(writer, "checks", entry.Checks);
        WriteCalls(writer, entry);
        if (entry.PriorState is { } priorState)
        {
            writer.WritePropertyName("priorState");
            writer.WriteRawValue(priorState);
        }
        WriteOutcome(writer, entry);
        writer.WriteEndObject();
    }

    public static string KindOf(LedgerEntry entry) => entry.Kind == LedgerEntryKind.Intent ? "intent" : "outcome";

    private static void Write(Utf8JsonWriter writer, ResourceId resource)
    {
        writer.WriteStartObject("resource");
        writer.WriteString("type", resource.Type);
        writer.WriteString("id", resource.Id);
        writer.WriteString("account", resource.Account);
        writer.WriteString("region", resource.Region);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
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
            writer.WriteRawValue(call.ParametersJson);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, LedgerEntry entry)
    {
        if (entry.Succeeded is { } succeeded)
        {
            writer.WriteBoolean("succeeded", succeeded);
        }
        if (entry.CallsDone is { } callsDone)
        {
            writer.WriteNumber("callsDone", callsDone);
        }
        if (entry.Error is { } error)
        {
            writer.WriteString("error", error);
        }
    }
}
