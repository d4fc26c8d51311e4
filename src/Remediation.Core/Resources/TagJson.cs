using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources;

/// <summary>Tags in the two shapes of AWS: a list of Key and Value, or (in other tools' exports) an object.</summary>
internal static class TagJson
{
    public static ImmutableArray<Tag> Read(JsonElement owner, ReadOnlySpan<byte> name) =>
        AwsJson.TryMember(owner, name, out var list) ? Read(AwsText.Of(list), ValuePool.ForOne()) : [];

    public static ImmutableArray<Tag> Read(AwsValue owner, ReadOnlySpan<byte> name, ValuePool pool) =>
        owner.TryMember(name, out var list) ? Read(list, pool) : [];

    private static ImmutableArray<Tag> Read(AwsValue list, ValuePool pool)
    {
        List<Tag>? tags = null;
        foreach (var item in list.Items)
        {
            if (ReadOne(item, pool) is { } tag)
            {
                (tags ??= []).Add(tag);
            }
        }
        foreach (var (key, value) in list.Members)
        {
            (tags ??= []).Add(new(key, value.ToString()));
        }
        return tags is null ? [] : Sort(tags);
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

    private static Tag? ReadOne(AwsValue tag, ValuePool pool) =>
        tag.TryMember("Key"u8, out var key) && key.Kind == JsonValueKind.String
            ? pool.Tag(key, tag.TryMember("Value"u8, out var value) ? value : default)
            : null;
}
