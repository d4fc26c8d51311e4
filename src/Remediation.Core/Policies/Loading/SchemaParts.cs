using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Loading;

/// <summary>The building blocks of the policy document's JSON Schema. Each call gives new nodes, since a node has one parent.</summary>
internal static class SchemaParts
{
    public static JsonObject Ref(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    public static JsonObject Text() => new() { ["type"] = "string", ["pattern"] = @"\S" };

    public static JsonObject Duration() => new() { ["type"] = "string", ["pattern"] = "^[1-9][0-9]{0,5}[mhd]$" };

    public static JsonObject Integer(long least, long most) =>
        new()
        {
            ["type"] = "integer",
            ["minimum"] = least,
            ["maximum"] = most,
        };

    public static JsonObject Service() =>
        new()
        {
            ["anyOf"] = new JsonArray(
                Integer(0, ushort.MaxValue),
                new JsonObject { ["type"] = "string", ["pattern"] = ServiceSyntax.JsonSchemaPattern }
            ),
        };

    public static JsonObject OneOf(IEnumerable<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    /// <summary>A closed list of words, each with what it means.</summary>
    public static JsonObject Words<T>(ImmutableArray<PolicyWord<T>> words) =>
        new()
        {
            ["oneOf"] = new JsonArray([
                .. words.Select(word => new JsonObject { ["const"] = word.Word, ["description"] = word.Description }),
            ]),
        };

    public static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    public static JsonObject OneOrMany(JsonObject item) =>
        new() { ["anyOf"] = new JsonArray(item, List((JsonObject)item.DeepClone())) };

    /// <summary>One, or a list that is not empty.</summary>
    public static JsonObject OneOrSome(JsonObject item)
    {
        var list = List((JsonObject)item.DeepClone());
        list["minItems"] = 1;
        return new() { ["anyOf"] = new JsonArray(item, list) };
    }

    /// <summary>Any keys, or those of a pattern, all with the same kind of value.</summary>
    public static JsonObject Map(JsonObject value, string? keyPattern, int least = 0)
    {
        var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = value };
        if (keyPattern is not null)
        {
            map["propertyNames"] = new JsonObject { ["pattern"] = keyPattern };
        }
        if (least > 0)
        {
            map["minProperties"] = least;
        }
        return map;
    }

    /// <summary>These keys and no others.</summary>
    public static JsonObject Mapping(KeySet keys, Func<string, JsonObject> part)
    {
        var properties = new JsonObject();
        foreach (var key in keys.Keys)
        {
            properties[key.Name] = Described(part(key.Name), key.Description);
        }
        var mapping = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (keys.Keys.Any(key => key.IsRequired))
        {
            mapping["required"] = new JsonArray([
                .. keys.Keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name),
            ]);
        }
        return mapping;
    }

    public static JsonObject Described(JsonObject part, string description)
    {
        part.Insert(0, "description", description);
        return part;
    }
}
