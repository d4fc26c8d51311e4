using System.Text.Json.Nodes;
using Remediation.Core.Checks;

namespace Remediation.Core.Policies.Loading;

/// <summary>The part of the schema that follows from the checks: their ids and their parameters.</summary>
internal static class CheckSchema
{
    /// <summary>The schema of <c>checks</c>, in the document as in a scope.</summary>
    public static JsonObject Layer(IReadOnlyList<CheckMetadata> checks)
    {
        var properties = new JsonObject
        {
            [CheckSettingsReader.AllChecks] = SchemaParts.Described(
                SchemaParts.Mapping(PolicyKeys.CheckSettings, Common),
                "What holds for every check that does not say otherwise."
            ),
        };
        foreach (var check in checks)
        {
            properties[check.Id] = Settings(check);
        }
        return new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject Settings(CheckMetadata check)
    {
        var parameters = check.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        var settings = SchemaParts.Mapping(
            PolicyKeys.SettingsOf(check),
            key => parameters.TryGetValue(key, out var parameter) ? Parameter(parameter) : Common(key)
        );
        return SchemaParts.Described(settings, check.Title);
    }

    private static JsonObject Common(string key) =>
        key == "respond" ? SchemaParts.Words(PolicyWords.Responses) : SchemaParts.Words(PolicyWords.Fixes);

    private static JsonObject Parameter(CheckParameter parameter)
    {
        var schema = parameter.Type switch
        {
            ParameterType.Services => SchemaParts.OneOrMany(SchemaParts.Ref("service")),
            ParameterType.Integer => SchemaParts.Integer(parameter.Minimum, parameter.Maximum),
            ParameterType.Texts => SchemaParts.OneOrMany(new JsonObject { ["type"] = "string" }),
            ParameterType.Boolean => new() { ["type"] = "boolean" },
            _ => SchemaParts.OneOf(parameter.Choices),
        };
        schema["default"] = Default(parameter.Default);
        return schema;
    }

    private static JsonNode Default(ParameterValue value) =>
        value switch
        {
            ParameterValue.IntegerValue integer => integer.Number,
            ParameterValue.BooleanValue boolean => boolean.Flag,
            ParameterValue.TextsValue texts => new JsonArray([.. texts.Texts.Select(text => (JsonNode)text)]),
            ParameterValue.ServicesValue services => new JsonArray([
                .. Pieces(services.Text).Select(piece => (JsonNode)piece),
            ]),
            _ => value.ToString(),
        };

    private static string[] Pieces(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
