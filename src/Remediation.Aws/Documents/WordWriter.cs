using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Remediation.Aws.Documents;

/// <summary>All of the SDK's classes for words of the API, as their text; only answers hold them.</summary>
internal sealed class WordWriter : JsonConverter<ConstantClass>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(ConstantClass));

    public override ConstantClass? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException($"{typeToConvert.Name} is not known in a request");

    public override void Write(Utf8JsonWriter writer, ConstantClass value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
