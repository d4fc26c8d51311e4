using Remediation.Core.Policies.Loading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Remediation.Core.Policies.Yaml;

/// <summary>
/// Reads one YAML document into nodes that know their place. It takes the plain part of YAML only: no aliases, anchors, tags
/// or keys that are not text, so a document is never larger than it looks. It never throws on what a person wrote.
/// </summary>
internal sealed class YamlReader
{
    private const int MostDepth = 16;
    private const int MostLength = 1 << 18;
    private const int MostNodes = 50_000;

    private readonly Parser _parser;
    private readonly string _text;
    private readonly Problems _problems;
    private int _nodes;
    private bool _isStopped;

    private YamlReader(string text, Problems problems)
    {
        _parser = new(new StringReader(text));
        _text = text;
        _problems = problems;
    }

    /// <summary>The document's root; null when there is none that could be judged, and the reason has been reported.</summary>
    public static YamlNode? Read(string text, Problems problems)
    {
        if (text.Length > MostLength)
        {
            problems.Error(
                0,
                0,
                $"the document is longer than {MostLength} characters",
                "A policy is a few hundred lines"
            );
            return null;
        }
        var reader = new YamlReader(text.TrimStart('\uFEFF'), problems);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException exception)
        {
            reader.ReportSyntax(exception);
            return null;
        }
        // YamlDotNet's scanner throws it, without a place, on plain text with NUL characters in it.
        catch (InvalidOperationException)
        {
            var (line, column) = Place(reader._parser.Current);
            const string Message = "not valid YAML: what comes after this could not be read";
            problems.Error(
                Math.Max(1, line),
                Math.Max(1, column),
                Message,
                "Look for characters that do not belong there"
            );
            return null;
        }
    }

    private YamlNode? ReadStream()
    {
        _parser.MoveNext();
        _parser.MoveNext();
        if (_parser.Current is not DocumentStart)
        {
            _problems.Error(1, 1, "the document is empty", "A policy begins with: version: 1");
            return null;
        }
        _parser.MoveNext();
        var root = ReadNode(0);
        if (_isStopped)
        {
            return null;
        }
        _parser.MoveNext();
        if (_parser.Current is DocumentStart second)
        {
            var mark = second.Start;
            _problems.Error(
                (int)mark.Line,
                (int)mark.Column,
                "a second document begins here",
                "A policy is one document"
            );
        }
        return root;
    }

    // Leaves the parser on the event after the node.
    private YamlNode ReadNode(int depth)
    {
        var @event = _parser.Current;
        var (line, column) = Place(@event);
        if (IsTooMuch(line, column, depth))
        {
            _isStopped = true;
            return new YamlUnusable(line, column);
        }
        if (!IsAccepted(@event))
        {
            SkipNode();
            return new YamlUnusable(line, column);
        }
        _parser.MoveNext();
        return @event switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, line, column),
            SequenceStart => ReadSequence(new(line, column), depth),
            _ => ReadMapping(new(line, column), depth),
        };
    }

    private YamlSequence ReadSequence(YamlSequence sequence, int depth)
    {
        while (!_isStopped && _parser.Current is not SequenceEnd)
        {
            sequence.Add(ReadNode(depth + 1));
        }
        _parser.MoveNext();
        return sequence;
    }

    private YamlMapping ReadMapping(YamlMapping mapping, int depth)
    {
        while (!_isStopped && _parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            var value = _isStopped ? key : ReadNode(depth + 1);
            if (!_isStopped)
            {
                Add(mapping, key, value);
            }
        }
        _parser.MoveNext();
        return mapping;
    }

    private void Add(YamlMapping mapping, YamlNode key, YamlNode value)
    {
        if (key is not YamlScalar { IsNull: false } text)
        {
            if (key is not YamlUnusable)
            {
                _problems.Error(key.Line, key.Column, $"expected a key, found {key.Kind}", null);
            }
        }
        else if (!mapping.TryAdd(text, value))
        {
            var first = mapping.Find(text.Text)?.Key.Line;
            _problems.Error(text, "duplicate key", $"It is on line {first} already; of the two only one can hold");
        }
    }

    private bool IsAccepted(ParsingEvent? @event)
    {
        var (line, column) = Place(@event);
        if (@event is not NodeEvent { Anchor.IsEmpty: true } node)
        {
            var hint = "Write the value out. Text that begins with * or & must be in quotes";
            _problems.Error(line, column, "YAML anchors and aliases are not accepted", hint);
            return false;
        }
        if (!node.Tag.IsEmpty)
        {
            _problems.Error(line, column, "YAML tags are not accepted", "Text that begins with ! must be in quotes");
            return false;
        }
        return true;
    }

    // To go on would take time that grows with the square of the nesting, so reading ends here.
    private bool IsTooMuch(int line, int column, int depth)
    {
        if (depth > MostDepth)
        {
            _problems.Error(line, column, $"nested deeper than {MostDepth} levels", "No part of a policy is");
        }
        else if (++_nodes > MostNodes)
        {
            _problems.Error(line, column, $"more than {MostNodes} values", "No policy needs so many");
        }
        return depth > MostDepth || _nodes > MostNodes;
    }

    // An anchored or tagged node may be as deep as it likes.
    private void SkipNode()
    {
        var open = 0;
        do
        {
            var mark = Place(_parser.Current);
            open += _parser.Current?.NestingIncrease ?? 0;
            _isStopped = IsTooMuch(mark.Line, mark.Column, open);
            _parser.MoveNext();
        } while (open > 0 && !_isStopped);
    }

    private void ReportSyntax(YamlException exception)
    {
        var lines = _text.Split('\n');
        var message = $"not valid YAML: {Excerpt.Sentence(exception.Message)}";
        var tabbed = Array.FindIndex(lines, IsIndentedWithTab);
        // The parser tells of a tab only after the fact, and at the wrong place.
        if (tabbed >= 0 && exception.Message.Contains(" tab", StringComparison.Ordinal))
        {
            var at = lines[tabbed].IndexOf('\t', StringComparison.Ordinal);
            _problems.Error(tabbed + 1, at + 1, message, "The line is indented with a tab; YAML takes spaces only");
            return;
        }
        var (line, column) = (Math.Max(1, (int)exception.Start.Line), Math.Max(1, (int)exception.Start.Column));
        _problems.Error(line, column, message, SyntaxHint(line <= lines.Length ? lines[line - 1] : "", column));
    }

    private static bool IsIndentedWithTab(string line) =>
        line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t');

    private static string? SyntaxHint(string line, int column) =>
        column <= line.Length && line[column - 1] is ('*' or '&' or '!' or '%' or '@' or '`')
            ? $"Text that begins with {line[column - 1]} must be in quotes"
            : null;

    private static (int Line, int Column) Place(ParsingEvent? @event) =>
        @event is null ? (0, 0) : ((int)@event.Start.Line, (int)@event.Start.Column);
}
