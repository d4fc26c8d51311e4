using System.Text.Json;
using System.Text.RegularExpressions;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>
/// Holds JSON to a JSON Schema, as far as the published schema of outcomes goes. A keyword that it does not know is a fault of the
/// test, so that nothing of a schema goes unchecked.
/// </summary>
internal static class JsonSchemaCheck
{
    private static readonly string[] Words = ["$schema", "$id", "title", "description", "$defs", "format"];

    /// <summary>Where it differs; empty when it is valid.</summary>
    public static List<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, schema, value, "$", faults);
        return faults;
    }

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            var holds = rule.Name switch
            {
                "$ref" => Refer(root, rule.Value, value, at, faults),
                "type" => Types(rule.Value).Any(type => Is(type, value)),
                "const" => value.ToString() == rule.Value.ToString() && value.ValueKind == rule.Value.ValueKind,
                "enum" => rule
                    .Value.EnumerateArray()
                    .Any(item => item.ValueKind == value.ValueKind && item.ToString() == value.ToString()),
                "pattern" => value.ValueKind != JsonValueKind.String
                    || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!),
                "minLength" => value.ValueKind != JsonValueKind.String
                    || value.GetString()!.Length >= rule.Value.GetInt32(),
                "required" => value.ValueKind != JsonValueKind.Object
                    || rule.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
                "properties" => Properties(root, rule.Value, value, at, faults),
                "additionalProperties" => value.ValueKind != JsonValueKind.Object
                    || value.EnumerateObject().All(item => Known(schema, item.Name)),
                "items" => Items(root, rule.Value, value, at, faults),
                _ when Words.Contains(rule.Name) => true,
                _ => throw new InvalidOperationException($"the keyword {rule.Name} is not checked"),
            };
            if (!holds)
            {
                faults.Add($"{at}: {rule.Name} {rule.Value}: {value}");
            }
        }
    }

    private static bool Refer(
        JsonElement root,
        JsonElement reference,
        JsonElement value,
        string at,
        List<string> faults
    )
    {
        var name = reference.GetString()!.Split('/')[^1];
        Check(root, root.GetProperty("$defs").GetProperty(name), value, at, faults);
        return true;
    }

    private static bool Properties(
        JsonElement root,
        JsonElement rules,
        JsonElement value,
        string at,
        List<string> faults
    )
    {
        foreach (var rule in value.ValueKind == JsonValueKind.Object ? rules.EnumerateObject().ToList() : [])
        {
            if (value.TryGetProperty(rule.Name, out var member))
            {
                Check(root, rule.Value, member, $"{at}.{rule.Name}", faults);
            }
        }
        return true;
    }

    private static bool Items(JsonElement root, JsonElement rule, JsonElement value, string at, List<string> faults)
    {
        foreach (var (index, item) in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Index() : [])
        {
            Check(root, rule, item, $"{at}[{index}]", faults);
        }
        return true;
    }

    private static bool Known(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static IEnumerable<string> Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.String
            ? [types.GetString()!]
            : types.EnumerateArray().Select(type => type.GetString()!);

    private static bool Is(string type, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => type == "object",
            JsonValueKind.Array => type == "array",
            JsonValueKind.String => type == "string",
            JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
            JsonValueKind.True or JsonValueKind.False => type == "boolean",
            _ => type == "null",
        };
}
