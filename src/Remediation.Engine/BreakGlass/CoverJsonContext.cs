using System.Text.Json.Serialization;

namespace Remediation.Engine.BreakGlass;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(CoverDocument))]
internal sealed partial class CoverJsonContext : JsonSerializerContext;
