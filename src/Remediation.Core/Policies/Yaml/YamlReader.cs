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
    private readonly Problems _problems;
    private int _nodes;
    private bool _isStopped;

    private YamlReader(Parser parser, Problems problems) => (_parser, _problems) = (parser, problems);

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
        var syntax = new YamlSyntax(
            text.TrimStart('\uFEFF'),
            "A policy",
            "A policy begins with: version: 1",
            "*&!%@`",
            problems
        );
        var reader = new YamlReader(syntax.Parser, problems);
        return syntax.Read(() => reader.ReadNode(0) is var root && reader._isStopped ? null : root);
    }

    // Leaves the parser on the event after the node.
    private YamlNode ReadNode(int depth)
    {
        var @event = _parser.Current;
        var (line, column) = YamlSyntax.Place(@event);
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
        var (line, column) = YamlSyntax.Place(@event);
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
            var mark = YamlSyntax.Place(_parser.Current);
            open += _parser.Current?.NestingIncrease ?? 0;
            _isStopped = IsTooMuch(mark.Line, mark.Column, open);
            _parser.MoveNext();
        } while (open > 0 && !_isStopped);
    }
}
