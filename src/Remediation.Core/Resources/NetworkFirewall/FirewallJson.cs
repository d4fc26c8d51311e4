using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>Looking into the parts: what is not there, or of another kind, is nothing.</summary>
internal static class FirewallJson
{
    public static JsonElement At(this DocumentState state, DocumentPath path) =>
        state.Parts.GetValueOrDefault(path.Steps[0].Member!) is { } part
            ? path.Steps.Skip(1).Aggregate(part.Root, (element, step) => Member(element, step.Member!))
            : default;

    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool? Boolean(JsonElement element, ReadOnlySpan<byte> name) => AwsJson.Boolean(element, name);

    public static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) => Items(Member(element, name));

    public static ImmutableArray<string> Texts(JsonElement list) =>
        [.. Items(list).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    public static ImmutableArray<string> Texts(JsonElement element, string name) => Texts(Member(element, name));

    /// <summary>What is wrong with a member that should be a list of texts, or null.</summary>
    public static string? FaultOfTexts(JsonElement element, string name) =>
        Member(element, name) is var list
        && list.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)
        && (
            list.ValueKind != JsonValueKind.Array
            || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)
        )
            ? $"{name} is not a list of texts"
            : null;

    public static string? FaultOfObjects(JsonElement element, string name) =>
        Member(element, name) is var list
        && list.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)
        && (
            list.ValueKind != JsonValueKind.Array
            || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object)
        )
            ? $"{name} is not a list of objects"
            : null;

    public static string? FaultOfFlag(JsonElement element, string name) =>
        Member(element, name).ValueKind
            is JsonValueKind.Undefined
                or JsonValueKind.Null
                or JsonValueKind.True
                or JsonValueKind.False
            ? null
            : $"{name} is neither true nor false";

    public static ImmutableArray<string> Faults(params ReadOnlySpan<string?> faults)
    {
        var all = ImmutableArray.CreateBuilder<string>();
        foreach (var fault in faults)
        {
            if (fault is not null)
            {
                all.Add(fault);
            }
        }
        return all.ToImmutable();
    }
}
