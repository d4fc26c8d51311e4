using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Remediation.Lambda.Telemetry;

/// <summary>
/// Writes metrics as lines of the log, which CloudWatch makes metrics of: no API is called, and nothing waits for it.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
/// </summary>
public static class EmbeddedMetrics
{
    /// <summary>The most values of one metric that CloudWatch takes from a line.</summary>
    public const int MostValues = 100;

    /// <param name="time">When the values were taken.</param>
    /// <param name="dimensions">The names and values that the metrics are told apart by: one set of them.</param>
    /// <param name="metrics">At least one, of different names.</param>
    public static string Line(
        DateTimeOffset time,
        IReadOnlyList<KeyValuePair<string, string>> dimensions,
        IReadOnlyList<Metric> metrics
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, time, dimensions, metrics);
            writer.WriteString("log", "metrics");
            foreach (var (name, value) in dimensions)
            {
                writer.WriteString(name, value);
            }
            foreach (var metric in metrics)
            {
                WriteValues(writer, metric);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMetadata(
        Utf8JsonWriter writer,
        DateTimeOffset time,
        IReadOnlyList<KeyValuePair<string, string>> dimensions,
        IReadOnlyList<Metric> metrics
    )
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber("Timestamp", time.ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        writer.WriteStartObject();
        writer.WriteString("Namespace", MetricNames.Namespace);
        writer.WriteStartArray("Dimensions");
        writer.WriteStartArray();
        foreach (var (name, _) in dimensions)
        {
            writer.WriteStringValue(name);
        }
        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics");
        foreach (var metric in metrics)
        {
            writer.WriteStartObject();
            writer.WriteString("Name", metric.Name);
            writer.WriteString("Unit", metric.Unit.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, Metric metric)
    {
        if (metric.Values.Length == 1)
        {
            writer.WriteNumber(metric.Name, metric.Values[0]);
            return;
        }
        writer.WriteStartArray(metric.Name);
        foreach (var value in metric.Values.Take(MostValues))
        {
            writer.WriteNumberValue(value);
        }
        writer.WriteEndArray();
    }
}
