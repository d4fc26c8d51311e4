using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Loading;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Testing;

/// <summary>
/// Reads a document of policy tests. It never throws on what a person wrote: a document with any error gives no tests, and all its
/// errors at once. It opens no file that the document names.
/// </summary>
public sealed class PolicyTestLoader
{
    private readonly Problems _problems;
    private readonly ValueReader _values;
    private readonly CheckSettingsReader _checks;
    private readonly IReadOnlyCollection<string> _decisions;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    private PolicyTestLoader(
        Problems problems,
        IReadOnlyList<CheckMetadata> checks,
        IReadOnlyCollection<string> decisions
    )
    {
        _problems = problems;
        _values = new(problems);
        _checks = new(_values, checks);
        _decisions = decisions;
    }

    /// <param name="text">The document.</param>
    /// <param name="fileName">The file as the person named it; it stands in the diagnostics.</param>
    /// <param name="checks">The checks that there are.</param>
    /// <param name="decisions">What an event can come to, as reports write it.</param>
    public static PolicyTestLoadResult Load(
        string text,
        string fileName,
        IReadOnlyList<CheckMetadata> checks,
        IReadOnlyCollection<string> decisions
    )
    {
        var problems = new Problems(fileName);
        var root = YamlReader.Read(text, problems);
        var file = root is null ? null : new PolicyTestLoader(problems, checks, decisions).Read(root);
        return new(problems.HasErrors ? null : file, problems.ToImmutableArray());
    }

    private PolicyTestFile? Read(YamlNode root)
    {
        if (_values.Fields(root, PolicyTestKeys.Document) is not { } fields)
        {
            return null;
        }
        if (fields["version"] is { } version)
        {
            _values.Integer(version, DocumentReader.Version, DocumentReader.Version);
        }
        return new(
            Text(fields["policy"]) ?? "",
            _values.Word(fields["mode"], PolicyWords.Modes),
            [.. Some(fields["tests"], "Write at least one test").Select(Case).OfType<PolicyTestCase>()]
        );
    }

    private PolicyTestCase? Case(YamlNode node)
    {
        if (_values.Fields(node, PolicyTestKeys.Case) is not { } fields)
        {
            return null;
        }
        CheckSource(fields);
        var hasEvents = fields["events"] is not null;
        return new(
            Name(fields["name"]),
            [
                .. Some(fields["expect"], "Say what has to come of at least one resource")
                    .Select(item => Expectation(item, hasEvents))
                    .OfType<PolicyExpectation>(),
            ]
        )
        {
            Snapshot = Text(fields["snapshot"]),
            Template = Text(fields["template"]),
            Parameters = Parameters(fields["parameters"]),
            Events = fields["events"] is { } events ? _values.Texts(events, "Name an event's file") : [],
            Baselines = Text(fields["baselines"]),
            Units = fields["ous"] is { } units ? _values.Texts(units) : [],
            At = fields["at"] is { } at ? Time(at) : null,
            Line = node.Line,
        };
    }

    private void CheckSource(Fields fields)
    {
        var (snapshot, template) = (fields["snapshot"], fields["template"]);
        if (snapshot is null == template is null)
        {
            _problems.Error(fields.Node, "expected one of 'snapshot' and 'template'", "Say what is judged");
        }
        if (template is null)
        {
            if (fields["parameters"] is { } parameters)
            {
                _problems.Error(parameters, "it goes with 'template'");
            }
            return;
        }
        foreach (var key in (string[])["events", "baselines"])
        {
            if (fields[key] is { } node)
            {
                _problems.Error(node, "it does not go with 'template': nothing of it is deployed yet");
            }
        }
    }

    private ImmutableSortedDictionary<string, string> Parameters(YamlNode? node)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in node is null ? [] : _values.Mapping(node)?.Entries ?? [])
        {
            if (_values.Text(entry.Value) is { } value)
            {
                values[entry.Key.Text] = value;
            }
        }
        return values.ToImmutable();
    }

    private string Name(YamlNode? node)
    {
        var name = Text(node) ?? "";
        if (node is not null && name.Length > 0 && !_names.TryAdd(name, node.Line))
        {
            _problems.Error(node, "the name is taken", $"The test on line {_names[name]} has it");
        }
        return name;
    }

    private PolicyExpectation? Expectation(YamlNode node, bool hasEvents)
    {
        if (_values.Fields(node, PolicyTestKeys.Expectation) is not { } fields)
        {
            return null;
        }
        var (findings, decision) = (fields["findings"], fields["decision"]);
        if (findings is null && decision is null)
        {
            _problems.Error(node, "it expects nothing", "Give 'findings', or 'decision', or both");
        }
        if (decision is not null && !hasEvents)
        {
            _problems.Error(decision, "nothing is decided without events", "Give the test 'events', or take it away");
        }
        return new(Text(fields["resource"]) ?? "", node.Line)
        {
            Findings = findings is null ? null : Checks(findings),
            Decision = decision is null ? null : _values.Word(decision, _decisions),
        };
    }

    private ImmutableSortedSet<string> Checks(YamlNode node)
    {
        var ids = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var item in _values.OneOrMany(node))
        {
            if (Text(item) is { } id && _checks.Known(item, id) is { } check)
            {
                ids.Add(check.Id);
            }
        }
        return ids.ToImmutable();
    }

    private DateTimeOffset? Time(YamlNode node)
    {
        if (Text(node) is not { } text)
        {
            return null;
        }
        if (
            DateTimeOffset.TryParseExact(
                text,
                "yyyy-MM-dd'T'HH:mm:ssK",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
        {
            return time;
        }
        _problems.Error(node, $"'{Excerpt.Of(text)}' is not a time", "Write it as 2026-11-20T10:00:00Z");
        return null;
    }

    private string? Text(YamlNode? node) => node is null ? null : _values.Text(node);

    private IReadOnlyList<YamlNode> Some(YamlNode? node, string hint)
    {
        if (node is YamlSequence { Items.Count: 0 })
        {
            _problems.Error(node, "the list is empty", hint);
        }
        return _values.Items(node);
    }
}
