using System.Text.Json;

namespace Remediation.Engine.Terraform;

/// <summary>Reads Terraform's JSON, in which any member may be missing.</summary>
internal static class TerraformJson
{
    /// <summary>The elements of a list, none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        JsonMembers.Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The number as it is written, or null; some providers write it in quotes.</summary>
    public static string? Number(JsonElement element, string name) =>
        JsonMembers.Member(element, name) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => null,
        };

    /// <summary>The texts of a list that is known as a whole; null where the list or a part of it is not.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement element, string name)
    {
        var list = JsonMembers.Member(element, name);
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        var texts = list.EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null)
            .ToList();
        return texts.Exists(text => text is null) ? null : [.. texts.OfType<string>()];
    }
}
