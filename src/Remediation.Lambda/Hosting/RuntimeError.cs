using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Remediation.Lambda.Hosting;

/// <summary>
/// Why an invocation, or the start of the function, failed, in the shape that the Runtime API takes.
/// It is the report of a failure, not the failure of one record of a batch (see <see cref="BatchResponse"/>).
/// </summary>
/// <param name="Type">A short name such as <c>Function.DeadlineExceeded</c>; also sent as a header.</param>
/// <param name="Message">What went wrong, for the person who reads the log.</param>
/// <param name="StackTrace">Where it went wrong, innermost first; empty for what is no bug.</param>
public sealed record RuntimeError(string Type, string Message, ImmutableArray<string> StackTrace)
{
    // Read by people in a log and never put into a page: quotes and letters stay as they are.
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The report of an exception that the handler let through.</summary>
    public static RuntimeError From(Exception exception) =>
        new(
            exception.GetType().Name,
            exception.Message,
            [
                .. (exception.StackTrace ?? "").Split(
                    '\n',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                ),
            ]
        );

    /// <summary>A failure that was foreseen, so that no stack trace is of use.</summary>
    public static RuntimeError Expected(string type, string message) => new(type, message, []);

    /// <summary>The body of an error report: <c>errorMessage</c>, <c>errorType</c>, <c>stackTrace</c>.</summary>
    public ReadOnlyMemory<byte> ToJson() => ToJson(_ => { });

    /// <summary>The same as a line of the log, with its level, and the request that it belongs to.</summary>
    public ReadOnlyMemory<byte> ToLogLine(string? requestId) =>
        ToJson(writer =>
        {
            writer.WriteString("level", "ERROR");
            writer.WriteString("log", "host");
            if (requestId is not null)
            {
                writer.WriteString("requestId", requestId);
            }
        });

    private ReadOnlyMemory<byte> ToJson(Action<Utf8JsonWriter> writeMore)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("errorMessage", Message);
            writer.WriteString("errorType", Type);
            writeMore(writer);
            writer.WriteStartArray("stackTrace");
            foreach (var frame in StackTrace)
                writer.WriteStringValue(frame);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
