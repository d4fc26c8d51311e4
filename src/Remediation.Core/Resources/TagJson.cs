using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources;

/// <summary>Tags in the two shapes of AWS: a list of Key and Value, or (in other tools' exports) an object.</summary>
internal static class TagJson
{
    public static ImmutableArray<Tag> Read(JsonElement owner, ReadOnlySpan<byte> name)
    {
        if (!AwsJson.TryMember(owner, name, out var list))
        {
            return [];
        }
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 0)
        {
            return [];
        }
        var tags = list.ValueKind switch
        {
            JsonValueKind.Array => list.EnumerateArray().Select(ReadOne).OfType<Tag>(),
            JsonValueKind.Object => list.EnumerateObject().Select(tag => new Tag(tag.Name, tag.Value.ToString())),
            _ => [],
        };
        return Sort(tags);
    }

    public static ImmutableArray<Tag> Sort(IEnumerable<Tag> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return [.. sorted];
    }

    public static void Write(Utf8JsonWriter writer, string name, ImmutableArray<Tag> tags)
    {
        writer.WriteStartArray(name);
        foreach (var tag in tags)
        {
            writer.WriteStartObject();
            writer.WriteString("Key", tag.Key);
            writer.WriteString("Value", tag.Value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static Tag? ReadOne(JsonElement tag) =>
        AwsJson.Text(tag, "Key"u8) is { } key ? new Tag(key, AwsJson.Text(tag, "Value"u8) ?? "") : null;
}
