using System.Buffers;
using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Reports;
using Remediation.Engine;

namespace Remediation.Lambda;

/// <summary>
/// Writes each ticket as one JSON line to the function's log, where a metric filter or a subscription picks it up. It keeps no
/// state, so the same ticket is written again when the same is found again.
/// </summary>
public sealed class LogTickets(TextWriter log) : ITicketSink
{
    public ValueTask<CallError?> OpenAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("log", "ticket");
            writer.WriteString("event", ticket.EventId);
            writer.WriteString("actor", ticket.Actor.DisplayName);
            writer.WriteString("reason", ticket.Reason);
            writer.WritePropertyName("finding");
            ReportWriter.Write(writer, ticket.Finding);
            writer.WriteEndObject();
        }
        log.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        return ValueTask.FromResult<CallError?>(null);
    }
}
