using System.Buffers;
using System.Text;
using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Engine.Tickets;

/// <summary>Writes a ticket as <c>remediation.ticket/1</c>: in logs, files and webhooks. The contract is in docs/tickets.md.</summary>
public static class TicketNoticeJson
{
    public const string Schema = "remediation.ticket/1";

    public static string Text(TicketNotice notice)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, notice);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, TicketNotice notice)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("key", notice.Key);
        writer.WriteString("status", ReportWriter.Word(notice.Status));
        writer.WriteString("title", notice.Title);
        writer.WriteString("check", notice.Check);
        writer.WriteString("severity", ReportWriter.Word(notice.Severity));
        writer.WritePropertyName("resource");
        ReportWriter.Write(writer, notice.Resource);
        writer.WriteString("name", notice.ResourceName);
        writer.WriteString("reason", notice.Reason);
        writer.WriteStartArray("evidence");
        foreach (var evidence in notice.Evidence)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", evidence.Rule);
            writer.WriteString("traffic", evidence.Traffic);
            writer.WriteString("offending", evidence.Offending);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        ReportWriter.WriteStrings(writer, "controls", notice.Controls);
        writer.WriteString("actor", notice.Actor);
        writer.WriteString("origin", notice.Origin);
        writer.WriteString("blastRadius", notice.BlastRadius);
        ReportWriter.WriteStrings(writer, "plan", notice.Plan);
        writer.WriteString("planHash", notice.PlanHash);
        writer.WriteString("command", notice.Command);
        writer.WriteString("manualFix", notice.ManualFix);
        writer.WriteString("event", notice.EventId);
        writer.WriteNumber("occurrences", notice.Occurrences);
        writer.WriteString("firstSeen", notice.FirstSeen.UtcDateTime);
        writer.WriteString("lastSeen", notice.LastSeen.UtcDateTime);
        writer.WriteEndObject();
    }
}
