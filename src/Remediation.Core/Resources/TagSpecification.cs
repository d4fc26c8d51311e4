using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources;

/// <summary>
/// Tags as EC2 takes them for what it is about to make. Tags that AWS sets itself are left out, since nobody else may.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TagSpecification.html.
/// </summary>
internal static class TagSpecification
{
    public const string Member = "TagSpecifications";
    private const string Reserved = "aws:";

    public static void Write(Utf8JsonWriter writer, string resourceType, ImmutableArray<Tag> tags)
    {
        ImmutableArray<Tag> own =
        [
            .. tags.Where(tag => !tag.Key.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)),
        ];
        if (own.IsEmpty)
        {
            return;
        }
        writer.WriteStartArray(Member);
        writer.WriteStartObject();
        writer.WriteString("ResourceType", resourceType);
        TagJson.Write(writer, "Tags", own);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>The same tags as a description lists them.</summary>
    public static void WriteAsDescribed(Utf8JsonWriter writer, JsonElement specifications)
    {
        writer.WriteStartArray("Tags");
        foreach (var specification in specifications.EnumerateArray())
        {
            foreach (var tag in specification.GetProperty("Tags").EnumerateArray())
            {
                tag.WriteTo(writer);
            }
        }
        writer.WriteEndArray();
    }
}
