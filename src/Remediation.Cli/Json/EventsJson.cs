using System.Text.Json;
using Remediation.Cli.Inputs;
using Remediation.Core.Events;
using Remediation.Core.Reports;
using Remediation.Engine;

namespace Remediation.Cli.Json;

/// <summary>Writes what each record of the input is as <c>remediation.events/1</c>.</summary>
internal static class EventsJson
{
    public const string Schema = "remediation.events/1";

    public static void Write(Utf8JsonWriter writer, IEnumerable<EventInput> events)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteStartArray("events");
        foreach (var input in events)
        {
            Write(writer, input);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, EventInput input)
    {
        var parsed = input.Event;
        writer.WriteStartObject();
        writer.WriteString("file", input.File);
        writer.WriteString("position", parsed.Position);
        writer.WriteString("event", parsed.EventId);
        writer.WriteString("name", parsed.Name);
        writer.WriteString("kind", ReportWriter.Word(parsed.Kind));
        writer.WriteString("reason", parsed.Reason);
        writer.WritePropertyName("actor");
        OutcomesJson.Write(writer, parsed.Actor);
        WriteTime(writer, parsed.Change);
        writer.WriteStartArray("resources");
        foreach (var reference in parsed.Change?.Resources ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("type", reference.Type);
            writer.WriteString("id", reference.Id);
            writer.WriteString("name", reference.Name);
            writer.WriteString("account", reference.Account);
            writer.WriteString("region", reference.Region);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, Change? change)
    {
        if (change is null || change.Time == Change.UnknownTime)
        {
            writer.WriteNull("time");
            return;
        }
        writer.WriteString("time", change.Time.UtcDateTime);
    }
}
