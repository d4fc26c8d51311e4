using System.Text;
using System.Text.Json;
using Remediation.Core.Policies.Loading;
using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates.Syntax;

/// <summary>Reads a template that is JSON into nodes that know their place. It never throws on what a person wrote.</summary>
internal ref struct JsonTemplate
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TemplateLimits.MostDepth };

    private readonly ReadOnlySpan<byte> _json;
    private readonly Problems _problems;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _lineStart;
    private int _scanned;

    private JsonTemplate(ReadOnlySpan<byte> json, Problems problems)
    {
        _json = json;
        _problems = problems;
        _reader = new(json, Options);
    }

    /// <summary>The root, or null when it is no JSON, which has then been reported.</summary>
    public static TemplateNode? Read(string text, Problems problems)
    {
        var json = new JsonTemplate(Encoding.UTF8.GetBytes(text), problems);
        try
        {
            json._reader.Read();
            var root = json.ReadValue();
            // Whatever follows is refused by the reader.
            json._reader.Read();
            return root;
        }
        catch (JsonException fault)
        {
            var (line, column) = ((int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1);
            problems.Error(line, column, $"not valid JSON: {Excerpt.Sentence(ReasonOf(fault))}", null);
            return null;
        }
        // Text with half of a surrogate pair in it is no text.
        catch (InvalidOperationException)
        {
            var (line, column) = json.Place();
            problems.Error(line, column, "not valid JSON: a text holds half of a surrogate pair", null);
            return null;
        }
    }

    private static string ReasonOf(JsonException fault) =>
        fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end
            ? fault.Message[..end]
            : fault.Message;

    private TemplateNode ReadValue()
    {
        var (line, column) = Place();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(new(line, column));
            case JsonTokenType.StartArray:
                return ReadArray(new(line, column));
            case JsonTokenType.String:
                return new TemplateScalar(_reader.GetString() ?? "", TextKind.Text, line, column);
            case JsonTokenType.Number:
                return new TemplateScalar(Encoding.UTF8.GetString(_reader.ValueSpan), TextKind.Number, line, column);
            case JsonTokenType.True or JsonTokenType.False:
                var word = _reader.TokenType == JsonTokenType.True ? "true" : "false";
                return new TemplateScalar(word, TextKind.Boolean, line, column);
            default:
                return new TemplateScalar("", null, line, column);
        }
    }

    private TemplateMap ReadObject(TemplateMap map)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (line, column) = Place();
            var key = _reader.GetString() ?? "";
            _reader.Read();
            if (map.Add(new(key, line, column, ReadValue())) is { } before)
            {
                _problems.Warning(
                    line,
                    column,
                    $"duplicate key '{Excerpt.Of(key)}'",
                    $"It is on line {before} already; the last one holds"
                );
            }
        }
        return map;
    }

    private TemplateList ReadArray(TemplateList list)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(ReadValue());
        }
        return list;
    }

    // Tokens come in order, so every line end is looked at once.
    private (int Line, int Column) Place()
    {
        var at = (int)_reader.TokenStartIndex;
        for (; _scanned < at; _scanned++)
        {
            if (_json[_scanned] == (byte)'\n')
            {
                _line++;
                _lineStart = _scanned + 1;
            }
        }
        return (_line, at - _lineStart + 1);
    }
}
