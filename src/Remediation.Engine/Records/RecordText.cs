using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Remediation.Engine.Records;

/// <summary>
/// The members of a record's document, as far as they can be read. What no engine wrote (another type, a member twice, half a
/// character) reads as nothing and never as an exception: a record that somebody has spoilt must not stop an engine.
/// </summary>
internal sealed class RecordText
{
    private readonly Dictionary<string, JsonElement> _members;

    private RecordText(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>The document's members, of those of one name the last; null where the text is no JSON object.</summary>
    public static RecordText? Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(Members(document.RootElement.Clone()))
                : null;
        }
        // Text that is no Unicode is an argument's fault to the parser, and a name with half a character one of the operation.
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The member's text; null where it has none.</summary>
    public string? Text(string name) => TextOf(_members.GetValueOrDefault(name));

    /// <summary>Whether the member says true.</summary>
    public bool Flag(string name) => _members.GetValueOrDefault(name).ValueKind == JsonValueKind.True;

    /// <summary>The member's whole number; null where it has none.</summary>
    public long? Number(string name) =>
        _members.GetValueOrDefault(name) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>The member's time; null where it has none.</summary>
    public DateTimeOffset? Time(string name) => TimeOf(Text(name));

    /// <summary>The texts of the member's list; what in it is no text is left out.</summary>
    public ImmutableArray<string> Texts(string name) =>
        _members.GetValueOrDefault(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(TextOf).OfType<string>()]
            : [];

    /// <summary>Every member's name and time; null as soon as one has none.</summary>
    public Dictionary<string, DateTimeOffset>? Times()
    {
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (name, value) in _members)
        {
            if (TimeOf(TextOf(value)) is not { } time)
            {
                return null;
            }
            times[name] = time;
        }
        return times;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement root)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }
        return members;
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character, escaped: it cannot be read as text.
            return null;
        }
    }
}
