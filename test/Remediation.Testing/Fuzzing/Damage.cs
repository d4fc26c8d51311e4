using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Remediation.Testing.Fuzzing;

/// <summary>
/// Inputs that were right and are spoilt: a few edits of real texts, some of single bytes and some of whole JSON values, so that what is
/// beyond the syntax is reached as well. They shrink to the fewest edits of the first text that still fails.
/// </summary>
public static class Damage
{
    private const int LargestText = 40_000;
    private const int Kinds = 7;

    private static readonly ImmutableArray<byte[]> Values =
    [
        .. new[]
        {
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "0",
            "-1",
            "65536",
            "2147483648",
            "99999999999999999999999999",
            "1e999",
            "-1e-999",
            "1.5",
            "\"2026-13-45T99:99:99Z\"",
            "\"9999-12-31T23:59:59.9999999Z\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\u202e\"",
            "\"0.0.0.0/0\"",
            "\"::/0\"",
            "\"10.0.0.0/33\"",
            "\"-1\"",
            "\"*\"",
            "\"arn:aws:\"",
            "[null]",
            "[[]]",
            "[{}]",
            "{\"\":{}}",
            "[\"a\",\"a\"]",
            "{\"a\":1,\"a\":2}",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes($"\"{new string('x', 20_000)}\""),
        Encoding.UTF8.GetBytes(new string('[', 60) + new string(']', 60)),
        Encoding.UTF8.GetBytes(new string('9', 2_000)),
    ];

    // One of each kind: what a reader that was not told of it takes for what it is not.
    private static readonly ImmutableArray<byte[]> Others =
    [
        .. new[]
        {
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "77",
            "-1.5",
            "1e999",
            "\"{\"",
            "\"\\ud800\"",
            "\"0001-01-01T00:00:00Z\"",
            "[null]",
            "[{}]",
            "[[]]",
            "{\"a\":null}",
        }.Select(Encoding.UTF8.GetBytes),
        // Not there at all.
        [],
    ];

    private static readonly ImmutableArray<byte[]> Pieces =
    [
        .. Values,
        .. new[]
        {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "'",
            "\n",
            "\r\n",
            "\t",
            " ",
            "\0",
            "\uFEFF",
            "é",
            "#",
            "&a ",
            "*a",
            "<<: ",
            "- ",
            "!",
            "|",
            "---\n",
            "%",
            "$",
            "(",
            ";",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xFE, 0xFF],
        Encoding.UTF8.GetBytes(new string('[', 5_000)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000))),
    ];

    private static readonly Gen<Edit> One = Gen.Select(
        Gen.Int[0, Kinds - 1],
        Gen.Double[0, 1],
        Gen.Int[0, 40],
        Gen.Int[0, Pieces.Length - 1],
        (kind, place, length, piece) => new Edit(kind, place, length, piece)
    );

    /// <summary>The texts, each spoilt by one to four edits.</summary>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> texts) =>
        Gen.Select(
            Gen.Int[0, texts.Count - 1],
            One.Array[1, 4],
            (which, edits) => edits.Aggregate(texts[which], Apply)
        );

    /// <summary>
    /// The JSON text with every one of its values another, one at a time, and then not there: what the random edits come to only in
    /// the long run, in full.
    /// </summary>
    public static IEnumerable<byte[]> EachValue(byte[] text) => EachValue(text, 0, oneOf: 1);

    /// <summary>
    /// Every so manieth of <see cref="EachValue"/>, others for each text; all of them where REMEDIATION_SOAK is set. Nothing of what
    /// is no JSON.
    /// </summary>
    public static IEnumerable<byte[]> SomeValues(byte[] text, int index, int oneOf)
    {
        try
        {
            ValuesOf(text);
        }
        catch (JsonException)
        {
            return [];
        }
        return EachValue(text, index, IsSoak ? 1 : oneOf);
    }

    private static IEnumerable<byte[]> EachValue(byte[] text, int index, int oneOf) =>
        Enumerable
            .Range(0, ValuesOf(text) * Others.Length)
            .Where(which => (which + index) % oneOf == 0)
            .Select(which => WithValue(text, which / Others.Length, Others[which % Others.Length], isTwice: false));

    private static bool IsSoak => Environment.GetEnvironmentVariable("REMEDIATION_SOAK") is { Length: > 0 };

    /// <summary>A few texts out of many, all that are not too long to be spoilt a thousand times.</summary>
    public static IReadOnlyList<byte[]> Corpus(IEnumerable<string> files) =>
        [
            .. files
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes)
                .Where(text => text.Length is > 0 and <= LargestText),
        ];

    /// <summary>The text after one edit.</summary>
    public static byte[] Apply(byte[] text, Edit edit)
    {
        var at = (int)(edit.Place * text.Length);
        var end = Math.Min(text.Length, at + edit.Length);
        var piece = Pieces[edit.Piece];
        return edit.Kind switch
        {
            0 => text[..at],
            1 => [.. text[..at], .. piece, .. text[end..]],
            2 => [.. text[..at], .. text[end..]],
            3 => [.. text[..end], .. text[at..]],
            4 => WithValue(text, edit, isTwice: true),
            _ => WithValue(text, edit, isTwice: false),
        };
    }

    // One value of the document is another now, or stands there twice under its name.
    private static byte[] WithValue(byte[] text, Edit edit, bool isTwice)
    {
        try
        {
            var which = (int)(edit.Place * (ValuesOf(text) - 1));
            return WithValue(text, which, Values[edit.Piece % Values.Length], isTwice);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return text;
        }
    }

    private static byte[] WithValue(byte[] text, int which, byte[] value, bool isTwice)
    {
        using var document = JsonDocument.Parse(text);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            Write(writer, document.RootElement, ref which, value, isTwice);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static int ValuesOf(byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        var count = 0;
        Count(document.RootElement, ref count);
        return count;
    }

    private static void Count(JsonElement element, ref int count)
    {
        count++;
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                Count(member.Value, ref count);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Count(item, ref count);
            }
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, ref int left, byte[] value, bool isTwice)
    {
        if (left-- == 0)
        {
            if (value.Length > 0)
            {
                writer.WriteRawValue(value, skipInputValidation: true);
            }
            return;
        }
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    if (isTwice && left == 0)
                    {
                        writer.WritePropertyName(member.Name);
                        member.Value.WriteTo(writer);
                    }
                    if (left == 0 && value.Length == 0)
                    {
                        left--;
                        continue;
                    }
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, ref left, value, isTwice);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, ref left, value, isTwice);
                }
                writer.WriteEndArray();
                break;
            default:
                // As it stands there: what is no text for a writer may be what a reader has to cope with.
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
        }
    }
}
