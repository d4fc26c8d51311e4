using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>
/// Values of a template as AWS's JSON. What is not known is written as what stands for it. CloudFormation takes numbers and
/// booleans in quotes, too; they become what the API has in their place.
/// </summary>
internal static class ValueJson
{
    private static readonly string[] Numbers =
    [
        "Priority",
        "Limit",
        "Capacity",
        "ImmunityTime",
        "EvaluationWindowSec",
        "Size",
        "FromPort",
        "ToPort",
        "Protocols",
    ];

    // What the API has as text though it looks like a number, as ports of Network Firewall's rules.
    private static readonly string[] Texts =
    [
        "Source",
        "SourcePort",
        "Destination",
        "DestinationPort",
        "Protocol",
        "Keyword",
        "Settings",
        "Key",
        "Value",
        "Name",
        "SearchString",
        "RulesString",
        "Targets",
        "Definition",
        "Addresses",
    ];

    /// <param name="value">The value.</param>
    /// <param name="key">The key that it has in its mapping, or that the list has which holds it.</param>
    public static JsonNode? Node(TemplateValue value, string key) =>
        value switch
        {
            MapValue map => Object(map),
            ListValue list => new JsonArray([.. list.Items.Select(item => Node(item, key))]),
            TextValue text => Scalar(text.Text, KindOf(text, key)),
            // A list that is not known holds something.
            _ when key.EndsWith("Ids", StringComparison.Ordinal) => new JsonArray(JsonValue.Create(value.Symbol ?? "")),
            _ => JsonValue.Create(value.Symbol ?? ""),
        };

    public static JsonObject Object(MapValue map)
    {
        var result = new JsonObject();
        foreach (var (key, item) in map.Entries)
        {
            result[key] = Node(item, key);
        }
        return result;
    }

    /// <summary>The property Tags in the shape of most services.</summary>
    public static JsonArray Tags(MapValue properties) =>
        [
            .. properties
                .Items("Tags")
                .OfType<MapValue>()
                .Select(tag => new JsonObject { ["Key"] = tag.SymbolOf("Key"), ["Value"] = tag.SymbolOf("Value") }),
        ];

    /// <summary>The property Tags.</summary>
    public static void WriteTags(Utf8JsonWriter writer, MapValue properties)
    {
        writer.WritePropertyName("Tags");
        Tags(properties).WriteTo(writer);
    }

    /// <summary>The first part that is not known, or null.</summary>
    public static UnresolvedValue? FirstUnresolved(TemplateValue value) =>
        value switch
        {
            UnresolvedValue unresolved => unresolved,
            ListValue list => list.Items.Select(FirstUnresolved).FirstOrDefault(found => found is not null),
            MapValue map => map
                .Entries.Select(entry => FirstUnresolved(entry.Value))
                .FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static TextKind KindOf(TextValue text, string key)
    {
        if (Texts.Contains(key, StringComparer.Ordinal))
        {
            return TextKind.Text;
        }
        if (
            text.Kind == TextKind.Text
            && bool.TryParse(text.Text, out _)
            && (
                key.EndsWith("Enabled", StringComparison.Ordinal)
                || key.EndsWith("Protection", StringComparison.Ordinal)
            )
        )
        {
            return TextKind.Boolean;
        }
        var isNumber = text.Kind == TextKind.Text && Numbers.Contains(key, StringComparer.Ordinal);
        return isNumber ? TextKind.Number : text.Kind;
    }

    private static JsonValue Scalar(string text, TextKind kind) =>
        kind switch
        {
            TextKind.Boolean => JsonValue.Create(text.Equals("true", StringComparison.OrdinalIgnoreCase)),
            TextKind.Number
                when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
