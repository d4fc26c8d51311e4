using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Remediation.Aws.Documents;

/// <summary>Times as the AWS CLI writes them: in UTC, with fractions only where there are some.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTime();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    internal static string Format(DateTime value)
    {
        var format = value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff";
        return value.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture) + "+00:00";
    }
}
