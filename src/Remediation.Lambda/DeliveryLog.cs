using System.Buffers;
using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;

namespace Remediation.Lambda;

/// <summary>
/// Writes every delivery that failed as one JSON line to the function's log. What is told there waits in the outbox and is tried
/// again, so that a line is no loss; many are a reason to look.
/// </summary>
public sealed class DeliveryLog(TextWriter log)
{
    public void Write(string destination, CallError error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("log", "delivery");
            writer.WriteString("destination", destination);
            writer.WriteString("error", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }
        log.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
