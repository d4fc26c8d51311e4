using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares values of AWS's JSON; absent, null and an empty list are the same.</summary>
internal static class JsonEquality
{
    public static bool Same(JsonElement one, JsonElement other) =>
        IsNothing(one) || IsNothing(other)
            ? IsNothing(one) && IsNothing(other)
            : AwsDocument.Of(one).Equals(AwsDocument.Of(other));

    /// <summary>The value as text that is equal for equal values.</summary>
    public static string Canonical(JsonElement element) => IsNothing(element) ? "" : AwsDocument.Of(element).Canonical;

    /// <summary>The member, or nothing.</summary>
    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The names of the members of either that are not the same in both.</summary>
    public static IEnumerable<string> Differing(JsonElement before, JsonElement after) =>
        Names(before)
            .Union(Names(after), StringComparer.Ordinal)
            .Where(name => !Same(Member(before, name), Member(after, name)));

    /// <summary>The elements of a list as canonical text; none where it is none.</summary>
    public static HashSet<string> Elements(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(Canonical)] : [];

    private static bool IsNothing(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        || (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0);

    private static IEnumerable<string> Names(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(member => member.Name) : [];
}
