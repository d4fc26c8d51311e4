using System.Text.Json;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>Writes values of a template as AWS's JSON. What is not known is written as what stands for it.</summary>
internal static class ValueJson
{
    public static void Write(Utf8JsonWriter writer, TemplateValue value)
    {
        switch (value)
        {
            case MapValue map:
                writer.WriteStartObject();
                foreach (var (key, item) in map.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }
                writer.WriteEndObject();
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }
                writer.WriteEndArray();
                break;
            case TextValue text:
                WriteText(writer, text);
                break;
            default:
                writer.WriteStringValue(value.Symbol);
                break;
        }
    }

    /// <summary>The property Tags.</summary>
    public static void WriteTags(Utf8JsonWriter writer, MapValue properties)
    {
        writer.WriteStartArray("Tags");
        foreach (var tag in properties.Items("Tags").OfType<MapValue>())
        {
            writer.WriteStartObject();
            writer.WriteString("Key", tag.SymbolOf("Key"));
            writer.WriteString("Value", tag.SymbolOf("Value"));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
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

    private static void WriteText(Utf8JsonWriter writer, TextValue text)
    {
        switch (text.Kind)
        {
            case TextKind.Boolean:
                writer.WriteBooleanValue(text.Text.Equals("true", StringComparison.OrdinalIgnoreCase));
                break;
            case TextKind.Number when IsNumber(text.Text):
                writer.WriteRawValue(text.Text);
                break;
            default:
                writer.WriteStringValue(text.Text);
                break;
        }
    }

    // YAML has numbers that JSON has not, such as 007.
    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length is > 0 and < 19
            && digits.IndexOfAnyExceptInRange('0', '9') < 0
            && (digits.Length == 1 || digits[0] != '0');
    }
}
