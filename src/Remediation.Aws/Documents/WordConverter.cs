using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Remediation.Aws.Documents;

/// <summary>One of the SDK's classes for words of the API, as its text.</summary>
internal sealed class WordConverter<T>(Func<string, T> create) : JsonConverter<T>
    where T : ConstantClass
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? create(reader.GetString()!)
            : throw new JsonException($"{typeToConvert.Name} is text");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
