using System.Buffers;
using System.Text;
using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Engine.Tickets;

/// <summary>
/// Writes an outcome as it is told to programs: <c>remediation.outcome/1</c>, whose schema is docs/outcome.schema.json. The outcome
/// as a whole is left out where it is too long for whoever carries it.
/// </summary>
public static class OutcomeEventJson
{
    public const string Schema = "remediation.outcome/1";

    /// <summary>As much as SNS and EventBridge both carry, with room for what they add. In bytes.</summary>
    public const int MostBytes = 240 * 1024;

    public static string Write(OutcomeNotice notice) => Write(notice, MostBytes);

    internal static string Write(OutcomeNotice notice, int mostBytes)
    {
        var whole = Write(notice, isWhole: true);
        return Encoding.UTF8.GetByteCount(whole) <= mostBytes ? whole : Write(notice, isWhole: false);
    }

    private static string Write(OutcomeNotice notice, bool isWhole)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteString("id", notice.Id);
            writer.WriteString("decision", ReportWriter.Word(notice.Decision));
            writer.WriteString("reason", TicketText.Cut(notice.Reason, 4_000));
            writer.WriteString("severity", notice.Severity is { } severity ? ReportWriter.Word(severity) : null);
            writer.WriteString("actor", notice.Actor);
            writer.WriteString("time", notice.Time.UtcDateTime);
            writer.WritePropertyName("resource");
            ReportWriter.Write(writer, notice.Resource);
            writer.WritePropertyName("outcome");
            if (isWhole)
            {
                writer.WriteRawValue(notice.Json);
            }
            else
            {
                writer.WriteNullValue();
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
