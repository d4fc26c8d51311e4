using System.Text.Json;
using System.Text.Json.Serialization;

namespace Remediation.Aws.Documents;

/// <summary>A flag as <c>{"Value": true}</c>.</summary>
internal sealed class WrappedFlagConverter : JsonConverter<bool>
{
    private const string Value = "Value";

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var wrapped = JsonDocument.ParseValue(ref reader);
        return
            wrapped.RootElement.ValueKind == JsonValueKind.Object
            && wrapped.RootElement.GetPropertyCount() == 1
            && wrapped.RootElement.TryGetProperty(Value, out var flag)
            && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.GetBoolean()
            : throw new JsonException("a flag is {\"Value\": true} or {\"Value\": false}");
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteBoolean(Value, value);
        writer.WriteEndObject();
    }
}
