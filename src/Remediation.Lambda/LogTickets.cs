using System.Buffers;
using System.Text;
using System.Text.Json;
using Remediation.Engine.Tickets;

namespace Remediation.Lambda;

/// <summary>Writes each ticket as one JSON line to the function's log, where a metric filter or a subscription picks it up.</summary>
public sealed class LogTickets(TextWriter log) : ITicketSink
{
    public string Name => "log";

    public ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("level", "WARN");
            writer.WriteString("log", "ticket");
            writer.WriteString("eventId", notice.EventId);
            writer.WritePropertyName("ticket");
            TicketNoticeJson.Write(writer, notice);
            writer.WriteEndObject();
        }
        log.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        return ValueTask.FromResult(DeliveryOutcome.Delivered(notice.Key));
    }
}
