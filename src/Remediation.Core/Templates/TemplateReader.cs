using System.Collections.Immutable;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Loading;
using Remediation.Core.Resources;
using Remediation.Core.Templates.Resolution;
using Remediation.Core.Templates.Syntax;
using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates;

/// <summary>
/// Reads a CloudFormation template, JSON or YAML, and works out its functions as far as it and the given parameters tell. A bare
/// mapping of resources is taken for the section Resources. It never throws on what a person wrote.
/// </summary>
public sealed class TemplateReader
{
    private const int LongestName = 255;

    // They bring functions, which are worked out or unknown where they stand, or make resources that are of no network layer.
    private static readonly string[] HarmlessTransforms =
    [
        "AWS::LanguageExtensions",
        "AWS::Serverless-2016-10-31",
        "AWS::SecretsManager-2020-07-23",
        "AWS::SecretsManager-2024-09-16",
    ];

    // One resource of these stands for others: of another template, or that a transform makes of it and a network layer is about.
    private static readonly string[] Containers =
    [
        "AWS::CloudFormation::Stack",
        "AWS::CloudFormation::StackSet",
        "AWS::Serverless::Application",
        "AWS::Serverless::Api",
        "AWS::Serverless::GraphQLApi",
    ];

    private readonly List<string> _unmade = [];

    private readonly Problems _problems;
    private readonly string _file;
    private readonly string _text;
    private readonly ImmutableDictionary<string, string> _given;

    private TemplateReader(string text, string file, ImmutableDictionary<string, string> given)
    {
        _problems = new(file);
        _file = file;
        _text = text;
        _given = given;
    }

    /// <param name="text">The template.</param>
    /// <param name="file">Its file, as the person named it.</param>
    /// <param name="parameters">Values of parameters, and of pseudo parameters such as <c>AWS::Region</c>, by name.</param>
    public static TemplateLoadResult Read(
        string text,
        string file,
        ImmutableDictionary<string, string>? parameters = null
    )
    {
        var reader = new TemplateReader(text, file, parameters ?? ImmutableDictionary<string, string>.Empty);
        var template = reader.Read();
        return new(reader._problems.HasErrors ? null : template, reader._problems.ToImmutableArray());
    }

    private Template? Read()
    {
        if (_text.Length > TemplateLimits.MostLength)
        {
            _problems.Error(
                0,
                0,
                $"it is longer than {TemplateLimits.MostLength} characters",
                "CloudFormation takes one megabyte"
            );
            return null;
        }
        var root = ReadRoot();
        if (root is null)
        {
            return null;
        }
        if (root is not TemplateMap map || SectionsOf(map) is not { Resources: { } resources } sections)
        {
            const string Hint =
                "Give a CloudFormation template with a section Resources, or a mapping of resources alone";
            _problems.Error(root.Line, root.Column, "this is no template: there is no section Resources", Hint);
            return null;
        }
        var resolver = new Resolver(sections, _given);
        RefuseUnknownParameters(resolver.Parameters);
        return new()
        {
            Id = new(
                ResourceTypes.Template,
                Path.GetFileName(_file),
                resolver.Parameters.Account,
                resolver.Parameters.Region
            ),
            File = _file,
            Text = _text,
            Resources =
            [
                .. resources.Entries.Select(entry => ReadResource(entry, resolver)).OfType<TemplateResource>(),
            ],
            References = [.. ReferenceFinder.Find(sections)],
            ResourceNames = NamesOf(sections.Resources),
            ParameterNames = NamesOf(sections.Parameters),
            ConditionNames = NamesOf(sections.Conditions),
            MappingNames = NamesOf(sections.Mappings),
            HasMacros = sections.HasMacros,
            Unreadable = [.. _unmade],
        };
    }

    // A flow mapping of YAML can begin as JSON does, so what is no JSON may still be YAML.
    private TemplateNode? ReadRoot()
    {
        var text = _text.TrimStart('\uFEFF');
        if (text.AsSpan().TrimStart() is not ['{', ..])
        {
            return YamlTemplate.Read(text, _problems);
        }
        var trial = new Problems(_file);
        if (JsonTemplate.Read(text, trial) is null)
        {
            var asYaml = new Problems(_file);
            if (
                !_file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && YamlTemplate.Read(text, asYaml) is { } yaml
                && !asYaml.HasErrors
            )
            {
                return yaml;
            }
        }
        return JsonTemplate.Read(text, _problems);
    }

    private TemplateSections? SectionsOf(TemplateMap root)
    {
        if (root["Resources"] is TemplateMap resources)
        {
            ReadTransforms(root);
            return new()
            {
                Resources = resources,
                Parameters = root["Parameters"] as TemplateMap,
                Mappings = root["Mappings"] as TemplateMap,
                Conditions = root["Conditions"] as TemplateMap,
                Outputs = root["Outputs"] as TemplateMap,
                HasMacros = root.Find("Transform") is not null || resources.Entries.Any(IsMacro),
            };
        }
        if (root.Find("Resources") is not null || root.Entries.Count == 0 || !root.Entries.All(IsResource))
        {
            return null;
        }
        _problems.Warning(
            root.Line,
            root.Column,
            "there is no section Resources: the whole is taken for it",
            "CloudFormation does not accept it as it is"
        );
        return new() { Resources = root };
    }

    // What is not written in it nobody can judge, and what is not judged is not right.
    private void NotJudged(TemplateEntry entry, string what, string hint = "Judge the template that the macro makes")
    {
        _problems.Warning(entry.Line, entry.Column, what, hint);
        _unmade.Add($"{_file}:{entry.Line}: {what}");
    }

    private void ReadTransforms(TemplateMap root)
    {
        if (root.Find("Transform") is not { } entry)
        {
            return;
        }
        var names = entry.Value switch
        {
            TemplateList list => list.Items.Select(NameOf),
            var one => [NameOf(one)],
        };
        foreach (var name in names.Where(name => !HarmlessTransforms.Contains(name, StringComparer.Ordinal)))
        {
            NotJudged(entry, $"the macro {Excerpt.Of(name)} may add, change or take out resources when it is deployed");
        }
        static string NameOf(TemplateNode node) =>
            node switch
            {
                TemplateScalar scalar => scalar.Text,
                TemplateMap map when map["Name"] is TemplateScalar name => name.Text,
                _ => "that is not named",
            };
    }

    private static bool IsMacro(TemplateEntry entry) => entry.Key.StartsWith("Fn::", StringComparison.Ordinal);

    private static bool IsResource(TemplateEntry entry) =>
        entry.Value is TemplateMap map && map["Type"] is TemplateScalar;

    private TemplateResource? ReadResource(TemplateEntry entry, Resolver resolver)
    {
        if (IsMacro(entry))
        {
            NotJudged(entry, $"{Excerpt.Of(entry.Key)} makes resources when it is deployed; those are not judged");
            return null;
        }
        if (
            entry.Value is not TemplateMap resource
            || resource["Type"] is not TemplateScalar { Text.Length: > 0 and <= LongestName } type
            || entry.Key.Length > LongestName
        )
        {
            _problems.Error(entry.Line, entry.Column, $"{Excerpt.Of(entry.Key)}: it is no resource with a Type", null);
            return null;
        }
        var doubt = DoubtOf(resource, resolver);
        if (doubt is { Value: false })
        {
            return null;
        }
        if (IsOfOthers(type.Text))
        {
            NotJudged(
                entry,
                $"{Excerpt.Of(entry.Key)} ({Excerpt.Of(type.Text)}) makes resources that are not written here; those are not judged",
                "Judge the template that it deploys as well"
            );
        }
        return new(entry.Key, type.Text, PropertiesOf(resource, resolver), entry.Line)
        {
            Id = DeployedNames.Id(type.Text, entry.Key),
            Arn = resolver.ArnOf(entry.Key),
            Doubt = doubt is { Value: null } unknown ? unknown.Reason : null,
        };
    }

    private static bool IsOfOthers(string type) =>
        Containers.Contains(type, StringComparer.Ordinal) || type.EndsWith("::MODULE", StringComparison.Ordinal);

    private static Truth? DoubtOf(TemplateMap resource, Resolver resolver) =>
        resource["Condition"] is TemplateScalar { Kind: not null } name ? resolver.Conditions.Of(name.Text) : null;

    // Properties that are a function as a whole are kept under its name, unresolved.
    private static MapValue PropertiesOf(TemplateMap resource, Resolver resolver) =>
        resource["Properties"] switch
        {
            null => new([], resource.Line),
            { } node => resolver.Resolve(node) switch
            {
                MapValue map => map,
                UnresolvedValue unresolved => new([new("Properties", unresolved)], unresolved.Line),
                _ => new([], node.Line),
            },
        };

    private void RefuseUnknownParameters(ParameterTable parameters)
    {
        foreach (var name in _given.Keys.Order(StringComparer.Ordinal))
        {
            var isKnown = ParameterTable.IsPseudo(name)
                ? parameters.Pseudo(name, 0) is not null
                : parameters.IsDefined(name);
            if (!isKnown)
            {
                var hint = NearestName.Hint(name, [.. parameters.Names]);
                _problems.Error(0, 0, $"the template has no parameter {Excerpt.Of(name)}", hint);
            }
        }
    }

    private static ImmutableHashSet<string> NamesOf(TemplateMap? section) =>
        section?.Entries.Select(entry => entry.Key).ToImmutableHashSet(StringComparer.Ordinal) ?? [];
}
