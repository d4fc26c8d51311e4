using System.Text.Json;

namespace Remediation.Engine;

/// <summary>Reads members of JSON that others wrote, in which any may be missing or be something else.</summary>
internal static class JsonMembers
{
    /// <summary>The member, or an undefined element.</summary>
    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The member where it is text, else null.</summary>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The member where it is text, else empty.</summary>
    public static string TextOrEmpty(JsonElement element, string name) => Text(element, name) ?? "";
}
