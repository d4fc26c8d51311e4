using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Looking into event JSON of uncertain shape: a missing or ill-typed member is nothing, never an exception.
/// Names match exactly first, else in any case, since log pipelines change the case of keys and newer EC2 calls are
/// recorded in PascalCase.
/// </summary>
internal static class JsonLookup
{
    internal static JsonElement Member(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        return element.TryGetProperty(name, out var exact) ? exact : InAnyCase(element, name);
    }

    /// <summary>Whether there is a member of this very name that is not null.</summary>
    internal static bool Has(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null;

    internal static bool Has(this JsonElement element, string name, JsonValueKind kind) =>
        element.Has(name) && element.GetProperty(name).ValueKind == kind;

    /// <summary>A string, or the digits of a number; null when it is anything else or blank.</summary>
    internal static string? Text(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => NotBlank(element.GetString()),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.Object => element.Member("content").Scalar(),
            _ => null,
        };

    internal static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    /// <summary>Whether it says true, as a boolean or as the text that log pipelines make of one.</summary>
    internal static bool IsTrue(this JsonElement element) =>
        element.ValueKind == JsonValueKind.True
        || (
            element.ValueKind == JsonValueKind.String
            && string.Equals(element.GetString(), "true", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>
    /// The elements of a set in any of its encodings: <c>{"items":[..]}</c>, <c>{"item":..}</c>, an array, one element
    /// standing alone, or nothing written as <c>{}</c>, <c>""</c> or null.
    /// </summary>
    internal static IEnumerable<JsonElement> Items(this JsonElement set)
    {
        if (set.ValueKind == JsonValueKind.Array)
        {
            return set.EnumerateArray();
        }

        if (set.ValueKind == JsonValueKind.Object)
        {
            var inner = set.Member("items") is { ValueKind: not JsonValueKind.Undefined } items
                ? items
                : set.Member("item");
            return inner.ValueKind != JsonValueKind.Undefined ? inner.Items() : Alone(set);
        }

        return set.Text() is null ? [] : [set];
    }

    internal static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name).Items();

    private static IEnumerable<JsonElement> Alone(JsonElement element) =>
        element.EnumerateObject().Any() ? [element] : [];

    private static JsonElement InAnyCase(JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return default;
    }

    private static string? Scalar(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? NotBlank(element.GetString()) : null;

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
