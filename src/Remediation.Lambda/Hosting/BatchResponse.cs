using System.Buffers;
using System.Text.Json;

namespace Remediation.Lambda.Hosting;

/// <summary>
/// The answer to an SQS batch: which messages go back to the queue. It is not an error report: the invocation
/// succeeded, and the messages that are not named are deleted. See
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">partial batch responses</see>.
/// </summary>
public static class BatchResponse
{
    /// <summary>
    /// Writes <c>{"batchItemFailures":[{"itemIdentifier":"..."}]}</c>; no failures is an empty list. An empty message
    /// id makes Lambda return the whole batch to the queue, so it is a bug here.
    /// </summary>
    public static ReadOnlyMemory<byte> Write(IEnumerable<string> failedMessageIds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("batchItemFailures");
            foreach (var messageId in failedMessageIds)
            {
                ArgumentException.ThrowIfNullOrEmpty(messageId, nameof(failedMessageIds));
                writer.WriteStartObject();
                writer.WriteString("itemIdentifier", messageId);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
