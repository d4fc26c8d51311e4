using System.Buffers;
using System.Text.Json;

namespace Remediation.Engine.Offline;

/// <summary>
/// Cuts one list of a JSON object into its elements, so that a document of any size takes the memory of its largest element:
/// <c>{ "SecurityGroups": [ {...}, {...} ], "NextToken": "..." }</c>. It throws a JsonException for what is no JSON.
/// </summary>
internal sealed class ElementStream : IDisposable
{
    private const int FirstSize = 1 << 20;
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private readonly Stream _stream;
    private readonly byte[] _listName;
    private readonly Action<ElementBatch> _take;
    private List<Range> _places = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;
    private bool _atEnd;

    private ElementStream(Stream stream, byte[] listName, Action<ElementBatch> take)
    {
        _stream = stream;
        _listName = listName;
        _take = take;
    }

    /// <summary>Calls back for every element; the element is only valid within the call.</summary>
    public static ElementStreamEnd Read(Stream stream, ReadOnlySpan<byte> listName, Action<JsonElement> visit) =>
        Cut(stream, listName, batch => Visit(batch, visit));

    /// <summary>
    /// Calls back for some elements at a time, in their order; whether they are JSON is told when they are parsed. All that come
    /// before a fault of the list are handed over before it is thrown.
    /// </summary>
    public static ElementStreamEnd Cut(Stream stream, ReadOnlySpan<byte> listName, Action<ElementBatch> take)
    {
        using var elements = new ElementStream(stream, listName.ToArray(), take);
        return elements.Cut();
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private ElementStreamEnd Cut()
    {
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
        {
            _start = 3;
        }
        JsonReaderState state;
        ElementStreamEnd end;
        while (!TryEnterList(out state, out end))
        {
            if (end != ElementStreamEnd.Whole || !Fill())
            {
                return end == ElementStreamEnd.Whole ? ElementStreamEnd.NoList : end;
            }
        }
        try
        {
            for (var isFirst = true; NextElementStart(isFirst); isFirst = false)
            {
                var length = ElementLength();
                _places.Add(new(_start, _start + length));
                _start += length;
            }
        }
        finally
        {
            HandOver();
        }
        return ReadTail(state);
    }

    private static void Visit(ElementBatch batch, Action<JsonElement> visit)
    {
        using (batch)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                using var document = JsonDocument.Parse(batch[i]);
                visit(document.RootElement);
            }
        }
    }

    // What is left of the text after the last whole element goes on in a buffer of its own.
    private void HandOver()
    {
        if (_places.Count == 0)
        {
            return;
        }
        var rest = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, _end - _start));
        _buffer.AsSpan(_start, _end - _start).CopyTo(rest);
        var batch = new ElementBatch(_buffer, _places);
        _places = new(_places.Count);
        (_buffer, _start, _end) = (rest, 0, _end - _start);
        _take(batch);
    }

    // End is Whole while more of the document is needed to tell.
    private bool TryEnterList(out JsonReaderState state, out ElementStreamEnd end)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _atEnd, default);
        (state, end) = (default, ElementStreamEnd.Whole);
        if (!reader.Read())
        {
            return false;
        }
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            end = ElementStreamEnd.NoList;
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals(_listName);
            if (!reader.Read())
            {
                return false;
            }
            if (isList)
            {
                end = reader.TokenType == JsonTokenType.StartArray ? ElementStreamEnd.Whole : ElementStreamEnd.NoList;
                state = reader.CurrentState;
                _start += (int)reader.BytesConsumed;
                return end == ElementStreamEnd.Whole;
            }
            if (!reader.TrySkip())
            {
                return false;
            }
        }
        end = reader.TokenType == JsonTokenType.EndObject ? ElementStreamEnd.NoList : ElementStreamEnd.Whole;
        return false;
    }

    // Leaves the start at the next element, or at the bracket that closes the list.
    private bool NextElementStart(bool isFirst)
    {
        var commas = 0;
        while (true)
        {
            for (; _start < _end; _start++)
            {
                switch (_buffer[_start])
                {
                    case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                        continue;
                    case (byte)',':
                        commas++;
                        continue;
                    case (byte)']' when commas == 0:
                        return false;
                    default:
                        return commas == (isFirst ? 0 : 1)
                            ? true
                            : throw new JsonException("a comma is missing or too many between two elements");
                }
            }
            if (!Fill())
            {
                throw new JsonException("the document ends within its list");
            }
        }
    }

    private int ElementLength()
    {
        while (true)
        {
            var length = LengthIn(_buffer.AsSpan(_start, _end - _start));
            if (length > 0)
            {
                return length;
            }
            if (!Fill())
            {
                throw new JsonException("the document ends within an element");
            }
        }
    }

    // Only brackets outside of strings are counted; whether the element is JSON is told when it is parsed.
    private static int LengthIn(ReadOnlySpan<byte> text)
    {
        if (text[0] is not ((byte)'{' or (byte)'['))
        {
            return text.IndexOfAny(",]\n"u8);
        }
        var depth = 0;
        var at = 0;
        while (text[at..].IndexOfAny(Structure) is >= 0 and var next)
        {
            at += next;
            switch (text[at++])
            {
                case (byte)'"':
                    if (!TrySkipString(text, ref at))
                    {
                        return -1;
                    }
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    if (--depth == 0)
                    {
                        return at;
                    }
                    break;
            }
        }
        return -1;
    }

    private static bool TrySkipString(ReadOnlySpan<byte> text, ref int at)
    {
        while (text[at..].IndexOfAny(StringEnd) is >= 0 and var next)
        {
            at += next + 1;
            if (text[at - 1] == (byte)'"')
            {
                return true;
            }
            if (++at > text.Length)
            {
                return false;
            }
        }
        return false;
    }

    // With the state from before the elements the reader takes the list for an empty one, and checks what follows it.
    private ElementStreamEnd ReadTail(JsonReaderState state)
    {
        while (!_atEnd)
        {
            Fill();
        }
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: true, state);
        var end = ElementStreamEnd.Whole;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("NextToken"u8))
            {
                reader.Read();
                end = reader.TokenType == JsonTokenType.Null ? end : ElementStreamEnd.Partial;
            }
        }
        return end;
    }

    private bool Fill()
    {
        if (_atEnd)
        {
            return false;
        }
        HandOver();
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
        {
            Grow();
        }
        var read = _stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _atEnd = read == 0;
        return true;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
