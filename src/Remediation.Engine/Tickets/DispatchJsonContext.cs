using System.Text.Json.Serialization;

namespace Remediation.Engine.Tickets;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(Dispatch))]
internal sealed partial class DispatchJsonContext : JsonSerializerContext;
