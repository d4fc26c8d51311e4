using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Remediation.Engine;
using Remediation.Engine.PolicyDocuments;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda.Telemetry;

/// <summary>
/// The function's own lines in its log: one JSON object each, with a level, the request and the event that it belongs to. What an
/// event says of keys, tokens and responses is never among them.
/// </summary>
public sealed class FunctionLog(TextWriter output, TimeProvider time)
{
    private const string Information = "INFO";
    private const string Warning = "WARN";
    private const string Error = "ERROR";

    // Read by people and never put into a page: quotes and letters stay as they are.
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What one event came to for one resource.</summary>
    public void Write(Outcome outcome, Invocation invocation) =>
        Write(
            LevelOf(outcome.Decision),
            "outcome",
            invocation,
            writer =>
            {
                writer.WriteString("eventId", outcome.Event.EventId);
                writer.WriteString("message", outcome.Event.MessageId);
                writer.WritePropertyName("outcome");
                OutcomesJson.Write(writer, outcome);
            }
        );

    /// <summary>Which policy is in force from now on.</summary>
    public void WriteInForce(PolicyState state, Invocation invocation) =>
        Write(Information, "policy", invocation, writer => WritePolicy(writer, state, "in force from now on"));

    /// <summary>Why the present policy document is not in force, and where its faults are.</summary>
    public void WriteFault(PolicyState state, PolicyFault fault, Invocation invocation) =>
        Write(
            fault.IsCounted ? Error : Warning,
            "policy",
            invocation,
            writer =>
            {
                WritePolicy(writer, state, $"{fault.Reason}; the last valid policy stays in force");
                writer.WriteString("version", fault.Version);
                writer.WriteStartArray("faults");
                foreach (var diagnostic in fault.Diagnostics)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("line", diagnostic.Line);
                    writer.WriteNumber("column", diagnostic.Column);
                    writer.WriteString("what", diagnostic.Message);
                    writer.WriteString("right", diagnostic.Hint);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            }
        );

    /// <summary>Something that does not stop the work, and somebody should see to.</summary>
    public void WriteWarning(string message, Invocation invocation) =>
        Write(Warning, "function", invocation, writer => writer.WriteString("reason", message));

    private static void WritePolicy(Utf8JsonWriter writer, PolicyState state, string reason)
    {
        writer.WriteString("reason", reason);
        writer.WriteStartObject("inForce");
        writer.WriteString("name", state.Policy.Name);
        writer.WriteString("sha256", state.Policy.Sha256);
        writer.WriteString("mode", state.Policy.Mode.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }

    private void Write(string level, string log, Invocation invocation, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", time.GetUtcNow());
            writer.WriteString("level", level);
            writer.WriteString("log", log);
            writer.WriteString("requestId", invocation.RequestId);
            write(writer);
            writer.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static string LevelOf(Decision decision) =>
        decision switch
        {
            Decision.Failed or Decision.Rejected => Error,
            Decision.Ticketed or Decision.Reverted or Decision.Quarantined => Warning,
            _ => Information,
        };
}
