using System.Text.Json;

namespace Remediation.Core.Resources.Documents;

/// <summary>Parts that are arrays of a listing's elements.</summary>
public static class ListedDocument
{
    public static AwsDocument Of(params IEnumerable<JsonElement> elements) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var element in elements)
            {
                element.WriteTo(writer);
            }
            writer.WriteEndArray();
        });

    /// <summary>The elements of a part; none where there is no part.</summary>
    public static IEnumerable<AwsDocument> Elements(AwsDocument? part) =>
        part is { Root.ValueKind: JsonValueKind.Array } list ? list.Root.EnumerateArray().Select(AwsDocument.Of) : [];
}
