using System.Text.Json;

namespace Remediation.Engine.Tickets.Web;

/// <summary>Takes single values out of an answer that can be anything.</summary>
internal static class WebJson
{
    /// <summary>The element at the path of members, and of numbers in lists; undefined where there is none.</summary>
    public static JsonElement At(JsonElement root, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(step, out var member))
            {
                root = member;
            }
            else
            {
                return default;
            }
        }
        return root;
    }

    /// <summary>The text or number there, or null.</summary>
    public static string? Text(JsonElement root, params ReadOnlySpan<string> path)
    {
        var value = At(root, path);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>An id that can stand in a path: letters, digits, <c>-</c> and <c>_</c>. Null for anything else.</summary>
    public static string? Id(string? text) =>
        text is { Length: > 0 and <= 128 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? text
            : null;
}
