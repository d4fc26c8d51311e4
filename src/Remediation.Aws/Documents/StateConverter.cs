using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.EC2;

namespace Remediation.Aws.Documents;

/// <summary>The state of an endpoint as EC2 answers it: the SDK writes <c>PendingAcceptance</c> for <c>pendingAcceptance</c>.</summary>
internal sealed class StateConverter : JsonConverter<State>
{
    public override State? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException($"{typeToConvert.Name} is not known in a request");

    public override void Write(Utf8JsonWriter writer, State value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.Value));
}
