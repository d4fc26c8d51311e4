using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Remediation.Core.Json;

/// <summary>
/// A value in a <see cref="AwsText"/>, with the meaning that <see cref="AwsJson"/> gives to a JsonElement: a member is found by
/// the name of the API reference or with a small first letter, the last of several counts, and null is absent. It is for listings
/// of a million elements, where looking up JsonElements costs more than reading the text.
/// </summary>
internal readonly struct AwsValue(AwsText? text, int index)
{
    public JsonValueKind Kind =>
        text is null
            ? JsonValueKind.Undefined
            : Token.Type switch
            {
                JsonTokenType.StartObject => JsonValueKind.Object,
                JsonTokenType.StartArray => JsonValueKind.Array,
                JsonTokenType.String or JsonTokenType.PropertyName => JsonValueKind.String,
                JsonTokenType.Number => JsonValueKind.Number,
                JsonTokenType.True => JsonValueKind.True,
                JsonTokenType.False => JsonValueKind.False,
                _ => JsonValueKind.Null,
            };

    /// <summary>The text of a string between its quotes, when it can be taken as it is: only ASCII and no escapes.</summary>
    public bool TryPlain(out ReadOnlySpan<byte> ascii)
    {
        ascii = Bytes;
        return !Token.IsEscaped && Ascii.IsValid(ascii);
    }

    public bool TryMember(ReadOnlySpan<byte> name, out AwsValue value)
    {
        value = default;
        if (Kind != JsonValueKind.Object)
        {
            return false;
        }
        var found = Find(name);
        if (found < 0)
        {
            return false;
        }
        value = new(text, found);
        return value.Kind != JsonValueKind.Null;
    }

    /// <summary>The text of a string member, or null where there is none.</summary>
    public string? Text(ReadOnlySpan<byte> name) =>
        TryMember(name, out var value) && value.Kind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number, or a string of one; false only where the member is there and neither.</summary>
    public bool TryInteger(ReadOnlySpan<byte> name, out int? number)
    {
        number = null;
        if (!TryMember(name, out var value))
        {
            return true;
        }
        var parsed = 0;
        var isNumber = value.Kind switch
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
    public bool? Boolean(ReadOnlySpan<byte> name) =>
        !TryMember(name, out var value)
            ? null
            : value.Kind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String when bool.TryParse(value.GetString(), out var parsed) => parsed,
                _ => null,
            };

    /// <summary>The elements of an array member; none where it is absent or no array.</summary>
    public AwsItems Array(ReadOnlySpan<byte> name) => TryMember(name, out var value) ? value.Items : default;

    /// <summary>Whether a member is there and is no array, so that what it holds cannot be listed.</summary>
    public bool IsNoArray(ReadOnlySpan<byte> name) =>
        TryMember(name, out var value) && value.Kind != JsonValueKind.Array;

    /// <summary>The elements of an array; none of anything else.</summary>
    public AwsItems Items => Kind == JsonValueKind.Array ? new(text, index + 1, Token.Next) : default;

    /// <summary>The names of an object's members, each with its value; none of anything else.</summary>
    public IEnumerable<(string Name, AwsValue Value)> Members
    {
        get
        {
            var end = Kind == JsonValueKind.Object ? Token.Next : 0;
            for (var i = index + 1; i < end; i = text!.At(i + 1).Next)
            {
                yield return (new AwsValue(text, i).GetString(), new(text, i + 1));
            }
        }
    }

    /// <summary>Whether a string is the given one.</summary>
    public bool Is(ReadOnlySpan<byte> utf8) =>
        Token.IsEscaped ? Unescaped().ValueTextEquals(utf8) : Bytes.SequenceEqual(utf8);

    /// <summary>The text of a string.</summary>
    public string GetString() => TryPlain(out var ascii) ? Encoding.ASCII.GetString(ascii) : Unescaped().GetString()!;

    /// <summary>The JSON text of the value.</summary>
    public string GetRawText() => Encoding.UTF8.GetString(Raw);

    /// <summary>Writes the value in the writer's layout.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        using var document = JsonDocument.Parse(Raw.ToArray());
        document.RootElement.WriteTo(writer);
    }

    /// <summary>The text of a string, nothing for null, and the JSON text of all else, as a JsonElement gives it.</summary>
    public override string ToString() =>
        Kind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            JsonValueKind.True => bool.TrueString,
            JsonValueKind.False => bool.FalseString,
            JsonValueKind.String => GetString(),
            _ => GetRawText(),
        };

    private ref readonly AwsToken Token => ref text!.At(index);

    private ReadOnlySpan<byte> Bytes => text!.Bytes(Token.Start, Token.Length);

    private ReadOnlySpan<byte> Raw =>
        Kind == JsonValueKind.String ? text!.Bytes(Token.Start - 1, Token.Length + 2) : Bytes;

    private bool TryGetInt32(out int number) =>
        Utf8Parser.TryParse(Bytes, out number, out var consumed) && consumed == Token.Length;

    // As the API reference writes a name comes before all others, and of several alike the last.
    private int Find(ReadOnlySpan<byte> name)
    {
        var (exact, camel) = (-1, -1);
        var end = Token.Next;
        for (var i = index + 1; i < end; i = text!.At(i + 1).Next)
        {
            ref readonly var token = ref text!.At(i);
            if (token.IsEscaped)
            {
                return FindSlowly(name);
            }
            if (token.Length != name.Length)
            {
                continue;
            }
            var bytes = text.Bytes(token.Start, token.Length);
            if ((bytes[0] | 0x20) != (name[0] | 0x20) || !bytes[1..].SequenceEqual(name[1..]))
            {
                continue;
            }
            exact = bytes[0] == name[0] ? i + 1 : exact;
            camel = bytes[0] == (name[0] | 0x20) ? i + 1 : camel;
        }
        return exact >= 0 ? exact : camel;
    }

    private int FindSlowly(ReadOnlySpan<byte> name)
    {
        var camelName = name.ToArray();
        camelName[0] |= 0x20;
        var (exact, camel) = (-1, -1);
        var end = Token.Next;
        for (var i = index + 1; i < end; i = text!.At(i + 1).Next)
        {
            var candidate = new AwsValue(text, i);
            exact = candidate.Is(name) ? i + 1 : exact;
            camel = candidate.Is(camelName) ? i + 1 : camel;
        }
        return exact >= 0 ? exact : camel;
    }

    private Utf8JsonReader Unescaped()
    {
        var reader = new Utf8JsonReader(Raw);
        reader.Read();
        return reader;
    }
}
