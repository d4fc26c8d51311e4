using System.Runtime.InteropServices;
using System.Text.Json;

namespace Remediation.Core.Json;

/// <summary>
/// The tokens of one JSON text, to be looked up through <see cref="AwsValue"/>. The table is filled again for every element of a
/// listing, so that a million elements cost no memory of their own; what was looked up before is then no longer valid. It is not
/// for use by several threads.
/// </summary>
internal sealed class AwsText
{
    private AwsToken[] _tokens = new AwsToken[64];
    private ReadOnlyMemory<byte> _text;

    /// <summary>The tokens of a value that was parsed already; a value that is not there has none.</summary>
    public static AwsValue Of(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined
            ? default
            : new AwsText().Read(JsonMarshal.GetRawUtf8Value(element).ToArray());

    /// <summary>Reads a text of exactly one value; a JsonException for what is no JSON.</summary>
    public AwsValue Read(ReadOnlyMemory<byte> text)
    {
        _text = text;
        var reader = new Utf8JsonReader(text.Span);
        var (count, open) = (0, -1);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open = Close(open, count, (int)reader.BytesConsumed);
                continue;
            }
            if (count == _tokens.Length)
            {
                Array.Resize(ref _tokens, count * 2);
            }
            Set(ref _tokens[count], ref reader, count + 1);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                // Until it is closed, the one around it stands where its end will.
                _tokens[count].Next = open;
                open = count;
            }
            count++;
        }
        return new(this, 0);
    }

    public ref readonly AwsToken At(int index) => ref _tokens[index];

    public ReadOnlySpan<byte> Bytes(int start, int length) => _text.Span.Slice(start, length);

    private static void Set(ref AwsToken token, ref Utf8JsonReader reader, int next)
    {
        var quote = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 1 : 0;
        token.Start = (int)reader.TokenStartIndex + quote;
        token.Length = reader.ValueSpan.Length;
        token.Next = next;
        token.Type = reader.TokenType;
        token.IsEscaped = reader.ValueIsEscaped;
    }

    private int Close(int open, int count, int end)
    {
        ref var token = ref _tokens[open];
        var around = token.Next;
        token.Length = end - token.Start;
        token.Next = count;
        return around;
    }
}
