using System.Globalization;
using Remediation.Core.Policies.Loading;
using Remediation.Core.Policies.Yaml;
using Remediation.Core.Templates.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Remediation.Core.Templates.Syntax;

/// <summary>
/// Reads a template that is YAML into nodes that know their place; the short forms of functions become their long ones. An alias
/// shares the node that it repeats, and what it expands to counts. It never throws on what a person wrote.
/// </summary>
internal sealed class YamlTemplate
{
    private readonly Parser _parser;
    private readonly Problems _problems;
    private readonly Dictionary<string, TemplateNode> _anchors = new(StringComparer.Ordinal);
    private long _nodes;
    private bool _isStopped;

    private YamlTemplate(Parser parser, Problems problems) => (_parser, _problems) = (parser, problems);

    /// <summary>The root, or null when there is none that could be judged, which has then been reported.</summary>
    public static TemplateNode? Read(string text, Problems problems)
    {
        var syntax = new YamlSyntax(text, "A template", "A template has a section Resources", "%@`", problems);
        var reader = new YamlTemplate(syntax.Parser, problems);
        return syntax.Read(() => reader.ReadNode(1) is var root && reader._isStopped ? null : root);
    }

    // Leaves the parser on the event after the node.
    private TemplateNode ReadNode(int depth)
    {
        var @event = _parser.Current;
        var (line, column) = YamlSyntax.Place(@event);
        if (depth > TemplateLimits.MostDepth || ++_nodes > TemplateLimits.MostNodes)
        {
            Stop(
                line,
                column,
                depth > TemplateLimits.MostDepth
                    ? $"nested deeper than {TemplateLimits.MostDepth} levels"
                    : $"more than {TemplateLimits.MostNodes} values"
            );
            return Nothing(line, column);
        }
        _parser.MoveNext();
        return @event switch
        {
            AnchorAlias alias => Repeat(alias, line, column),
            Scalar scalar => Tagged(scalar, new TemplateScalar(scalar.Value, KindOf(scalar), line, column)),
            SequenceStart start => Tagged(start, ReadSequence(new(line, column), depth)),
            MappingStart start => Tagged(start, ReadMapping(new(line, column), depth)),
            _ => Nothing(line, column),
        };
    }

    private TemplateList ReadSequence(TemplateList list, int depth)
    {
        while (!_isStopped && _parser.Current is not SequenceEnd)
        {
            list.Add(ReadNode(depth + 1));
        }
        _parser.MoveNext();
        return list;
    }

    private TemplateMap ReadMapping(TemplateMap map, int depth)
    {
        while (!_isStopped && _parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            var value = _isStopped ? key : ReadNode(depth + 1);
            if (!_isStopped)
            {
                Add(map, key, value);
            }
        }
        _parser.MoveNext();
        return map;
    }

    private void Add(TemplateMap map, TemplateNode key, TemplateNode value)
    {
        if (key is not TemplateScalar { Kind: not null } name)
        {
            _problems.Error(key.Line, key.Column, "expected a key that is text", null);
        }
        else if (name.Text == "<<")
        {
            _problems.Error(key.Line, key.Column, "CloudFormation does not merge mappings (<<)", "Write the keys out");
        }
        else if (map.Add(new(name.Text, name.Line, name.Column, value)) is { } before)
        {
            _problems.Warning(
                key.Line,
                key.Column,
                $"duplicate key '{Excerpt.Of(name.Text)}'",
                $"It is on line {before} already; the last one holds"
            );
        }
    }

    private TemplateNode Tagged(NodeEvent @event, TemplateNode node)
    {
        var called = Function(@event) is { } function ? Call(function, node) : node;
        if (TemplateLimits.Objection(called) is { } objection)
        {
            Stop(node.Line, node.Column, objection);
            return Nothing(node.Line, node.Column);
        }
        if (!@event.Anchor.IsEmpty)
        {
            _anchors[@event.Anchor.Value] = called;
        }
        return called;
    }

    private static TemplateMap Call(string function, TemplateNode argument)
    {
        var call = new TemplateMap(argument.Line, argument.Column);
        call.Add(new(function, argument.Line, argument.Column, argument));
        return call;
    }

    // Only tags of one exclamation mark are functions; !!str and the like are types.
    private static string? Function(NodeEvent @event)
    {
        if (@event.Tag.IsEmpty || @event.Tag.IsNonSpecific || @event.Tag.Value is not ['!', not '!', ..] tag)
        {
            return null;
        }
        return tag is "!Ref" or "!Condition" ? tag[1..] : $"Fn::{tag[1..]}";
    }

    private TemplateNode Repeat(AnchorAlias alias, int line, int column)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            _problems.Error(
                line,
                column,
                $"*{Excerpt.Of(alias.Value.Value)} repeats what is not written before it",
                null
            );
            return Nothing(line, column);
        }
        return node;
    }

    private void Stop(int line, int column, string message)
    {
        if (!_isStopped)
        {
            _problems.Error(line, column, message, "No template needs so much");
        }
        _isStopped = true;
    }

    private static TextKind? KindOf(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
        {
            return TextKind.Text;
        }
        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => TextKind.Boolean,
            _ when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                TextKind.Number,
            _ => TextKind.Text,
        };
    }

    private static TemplateScalar Nothing(int line, int column) => new("", null, line, column);
}
