using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Remediation.Testing;

/// <summary>A document in YAML as the same in JSON; CloudFormation's short forms written out.</summary>
public static class YamlAsJson
{
    public static string Of(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Of(stream.Documents[0].RootNode)!.ToJsonString();
    }

    private static JsonNode? Of(YamlNode node)
    {
        var value = node switch
        {
            YamlMappingNode mapping => new JsonObject(
                mapping.Children.Select(child => new KeyValuePair<string, JsonNode?>(
                    child.Key.ToString(),
                    Of(child.Value)
                ))
            ),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Of)]),
            _ => Of((YamlScalarNode)node),
        };
        var tag = node.Tag.IsEmpty ? "" : node.Tag.Value;
        return tag.Length > 1 && tag[0] == '!' && tag[1] != '!'
            ? new JsonObject { [tag is "!Ref" or "!Condition" ? tag[1..] : $"Fn::{tag[1..]}"] = value }
            : value;
    }

    private static JsonNode? Of(YamlScalarNode scalar) =>
        scalar.Style != ScalarStyle.Plain
            ? JsonValue.Create(scalar.Value)
            : scalar.Value switch
            {
                null or "" or "~" or "null" => null,
                "true" => true,
                "false" => false,
                var text
                    when long.TryParse(
                        text,
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var number
                    ) => number,
                var text => JsonValue.Create(text),
            };
}
