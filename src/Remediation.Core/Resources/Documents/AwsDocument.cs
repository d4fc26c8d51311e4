using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediation.Core.Resources.Documents;

/// <summary>
/// A JSON value of AWS's, carried whole: members that the engine has never heard of stay as they came. Immutable. Two are equal
/// when they hold the same values, in whatever order an object names its members; the order of an array counts.
/// </summary>
public sealed class AwsDocument : IEquatable<AwsDocument>
{
    internal static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Two threads that ask at once may both compute it, to the same end.
    private string? _canonical;

    private AwsDocument(JsonElement root) => Root = root;

    /// <summary>The value; it owes nothing to the document that it was made from.</summary>
    public JsonElement Root { get; }

    /// <summary>The value as compact JSON, members in the order in which they came.</summary>
    public string Text => Write(Root.WriteTo);

    /// <summary>The same with the members of every object sorted: equal for equal documents.</summary>
    public string Canonical => _canonical ??= Write(writer => WriteSorted(writer, Root));

    /// <summary>The same without the members that are JSON's null, which AWS tells in some answers and leaves out of others.</summary>
    public AwsDocument Bare => Build(writer => WriteBare(writer, Root));

    public static AwsDocument Of(JsonElement element) => new(element.Clone());

    /// <summary>Text that is known to be JSON; what people give goes through a parser that reports.</summary>
    public static AwsDocument Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static AwsDocument Build(Action<Utf8JsonWriter> write) => Parse(Write(write));

    /// <summary>The value at the path, or null where there is none. JSON's null is none.</summary>
    public AwsDocument? At(DocumentPath path)
    {
        var found = path.Find(Root);
        return found.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Of(found);
    }

    /// <summary>
    /// This document with the value put at the path, objects on the way made where they are missing; an element of a list that
    /// is not there is appended.
    /// </summary>
    public AwsDocument With(DocumentPath path, AwsDocument value) => Edited(path, value);

    /// <summary>This document without what is at the path.</summary>
    public AwsDocument Without(DocumentPath path) => At(path) is null ? this : Edited(path, null);

    public bool Equals(AwsDocument? other) => other is not null && Canonical == other.Canonical;

    public override bool Equals(object? obj) => Equals(obj as AwsDocument);

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private AwsDocument Edited(DocumentPath path, AwsDocument? value)
    {
        if (path.Steps.IsEmpty)
        {
            return value
                ?? throw new ArgumentException("the whole document cannot be taken out of itself", nameof(path));
        }
        var root = ToNode(Root) ?? new JsonObject();
        path.Set(root, value is null ? null : ToNode(value.Root));
        return Build(writer => root.WriteTo(writer));
    }

    private static JsonNode? ToNode(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => ToObject(element),
            JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(ToNode)]),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => JsonValue.Create(element.Clone()),
        };

    // Of members of one name the last counts, as everywhere that they are looked up; JsonObject's own reading throws on them.
    private static JsonObject ToObject(JsonElement element)
    {
        var members = new JsonObject();
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = ToNode(member.Value);
        }
        return members;
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteBare(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().Where(IsThere))
                {
                    writer.WritePropertyName(member.Name);
                    WriteBare(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteBare(writer, item);
                }
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
        static bool IsThere(JsonProperty member) => member.Value.ValueKind != JsonValueKind.Null;
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
