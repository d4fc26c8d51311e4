using System.Globalization;
using System.Text.Json;

namespace Remediation.Core.Json;

/// <summary>
/// Reads AWS's JSON: a member is found by the name of the API reference (PascalCase, as the AWS CLI writes it) or with a small
/// first letter (as CloudTrail and AWS Config write it); null is absent.
/// </summary>
internal static class AwsJson
{
    private const int LongestName = 64;

    public static bool TryMember(JsonElement element, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        if (!element.TryGetProperty(name, out value))
        {
            Span<byte> camel = stackalloc byte[LongestName];
            name.CopyTo(camel);
            camel[0] |= 0x20;
            if (!element.TryGetProperty(camel[..name.Length], out value))
            {
                return false;
            }
        }
        return value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>The text of a string member, or null where there is none.</summary>
    public static string? Text(JsonElement element, ReadOnlySpan<byte> name) =>
        TryMember(element, name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number, or a string of one; false only where the member is there and neither.</summary>
    public static bool TryInteger(JsonElement element, ReadOnlySpan<byte> name, out int? number)
    {
        number = null;
        if (!TryMember(element, name, out var value))
        {
            return true;
        }
        var parsed = 0;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt32(out parsed),
            JsonValueKind.String => int.TryParse(
                value.GetString(),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out parsed
            ),
            _ => false,
        };
        number = isNumber ? parsed : null;
        return isNumber;
    }

    /// <summary>A boolean, or a string of one; null where it is absent or neither.</summary>
    public static bool? Boolean(JsonElement element, ReadOnlySpan<byte> name) =>
        !TryMember(element, name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String when bool.TryParse(value.GetString(), out var parsed) => parsed,
                _ => null,
            };

    /// <summary>The elements of an array member; none where it is absent or no array.</summary>
    public static JsonElement.ArrayEnumerator Array(JsonElement element, ReadOnlySpan<byte> name) =>
        TryMember(element, name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : default;

    /// <summary>Whether a member is there and is no array, so that what it holds cannot be listed.</summary>
    public static bool IsNoArray(JsonElement element, ReadOnlySpan<byte> name) =>
        TryMember(element, name, out var value) && value.ValueKind != JsonValueKind.Array;
}
