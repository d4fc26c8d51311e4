using System.Collections.Immutable;
using System.Diagnostics;
using Remediation.Core.Policies.Loading;
using Remediation.Core.Templates.Syntax;
using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates.Resolution;

/// <summary>
/// Works out the functions of one template as far as the template and the given parameters tell. What cannot be worked out is an
/// <see cref="UnresolvedValue"/>. It never fails, and does a bounded amount of work whatever the template says.
/// </summary>
internal sealed class Resolver
{
    private const int MostSteps = 1_000_000;
    private const int MostDepth = 400;
    private const int MostZones = 6;

    private readonly TemplateMap? _resources;
    private readonly TemplateMap? _mappings;
    private readonly Dictionary<(string Resource, string Attribute), TemplateValue> _attributes = [];
    private int _steps;
    private int _depth;

    public Resolver(TemplateSections sections, ImmutableDictionary<string, string> given)
    {
        _resources = sections.Resources;
        _mappings = sections.Mappings;
        Parameters = new(sections.Parameters, given);
        Conditions = new(sections.Conditions, this);
    }

    public ParameterTable Parameters { get; }

    public ConditionTable Conditions { get; }

    /// <summary>The value, or null where it is left out.</summary>
    public TemplateValue? Resolve(TemplateNode node)
    {
        if (_depth >= MostDepth || ++_steps > MostSteps)
        {
            return new UnresolvedValue("there is more to work out than any template needs", "", node.Line);
        }
        _depth++;
        var value = node switch
        {
            TemplateScalar { Kind: { } kind } scalar => TextFunctions.Text(scalar.Text, kind, scalar.Line),
            TemplateScalar => null,
            TemplateList list => ResolveList(list),
            TemplateMap { Entries: [var only] } call when IsFunction(only.Key) => Charge(
                Call(only.Key, only.Value, call.Line)
            ),
            TemplateMap map => ResolveMap(map),
            _ => throw new UnreachableException(),
        };
        _depth--;
        return value;
    }

    // A short call can stand for a long list.
    private TemplateValue? Charge(TemplateValue? value)
    {
        _steps += value is ListValue list ? list.Items.Length : 0;
        return value;
    }

    private static bool IsFunction(string key) => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal);

    private ListValue ResolveList(TemplateList list)
    {
        var items = ImmutableArray.CreateBuilder<TemplateValue>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (Resolve(item) is { } value)
            {
                items.Add(value);
            }
        }
        return new(items.DrainToImmutable(), list.Line);
    }

    private MapValue ResolveMap(TemplateMap map)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, TemplateValue>>(map.Entries.Count);
        foreach (var (key, line, _, node) in map.Entries)
        {
            var value = IsFunction(key)
                ? new UnresolvedValue($"{Excerpt.Of(key)} stands beside other keys", key, line)
                : Resolve(node);
            if (value is not null)
            {
                entries.Add(new(key, value));
            }
        }
        return new(entries.DrainToImmutable(), map.Line);
    }

    private TemplateValue? Call(string function, TemplateNode argument, int line) =>
        function switch
        {
            "Ref" when argument is TemplateScalar name => name.Text == "AWS::NoValue" ? null : Ref(name.Text, line),
            "Fn::GetAtt" => GetAttribute(argument, line),
            "Fn::Sub" => Substitute(argument, line),
            "Fn::If" => If(argument, line),
            "Fn::Join" => TextFunctions.Join(Resolve(argument), line),
            "Fn::Split" => TextFunctions.Split(Resolve(argument), line),
            "Fn::Select" => TextFunctions.Select(Resolve(argument), line),
            "Fn::Cidr" => TextFunctions.Cidrs(Resolve(argument), line),
            "Fn::Base64" => TextFunctions.Base64(Resolve(argument), line),
            "Fn::Length" => TextFunctions.Length(Resolve(argument), line),
            "Fn::FindInMap" => FindInMap(argument, line),
            "Fn::GetAZs" => Zones(line),
            "Fn::ImportValue" => new UnresolvedValue(
                "it is imported from another stack",
                Resolve(argument)?.Symbol ?? "",
                line
            ),
            "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" => Decide(function, argument, line),
            "Ref" => TextFunctions.Misused(function, line),
            _ => new UnresolvedValue($"{Excerpt.Of(function)} is only worked out when it is deployed", function, line),
        };

    private TemplateValue Ref(string name, int line)
    {
        if (ParameterTable.IsPseudo(name))
        {
            return Parameters.Pseudo(name, line)
                ?? new UnresolvedValue($"{Excerpt.Of(name)} is no pseudo parameter", name, line);
        }
        if (Parameters.IsDefined(name))
        {
            return Parameters.Of(name, line);
        }
        if (TypeOf(name) is not { } type)
        {
            return new UnresolvedValue($"the template does not define {Excerpt.Of(name)}", name, line);
        }
        return DeployedNames.ReferenceOf(type) switch
        {
            DeployedNames.Reference.Name => NameOf(name, type, line),
            DeployedNames.Reference.Arn => Arn(name, type, line),
            DeployedNames.Reference.WafTriple => TextFunctions.Concatenate(
                [NameOf(name, type, line), Standing($"|{name}|{PropertyText(name, "Scope") ?? "REGIONAL"}", line)],
                line
            ),
            DeployedNames.Reference.Address => OnlyDeployed(name, name, line),
            _ => Standing(DeployedNames.Id(type, name), line),
        };
    }

    private TemplateValue GetAttribute(TemplateNode argument, int line)
    {
        var parts = argument switch
        {
            TemplateScalar { Kind: not null } text => text.Text.Split('.', 2),
            TemplateList { Items: [TemplateScalar name, var attribute] } =>
            [
                name.Text,
                Resolve(attribute)?.Symbol ?? "",
            ],
            _ => [],
        };
        return parts is [var resource, { Length: > 0 } of]
            ? Attribute(resource, of, line)
            : TextFunctions.Misused("Fn::GetAtt", line);
    }

    private TemplateValue Attribute(string resource, string attribute, int line)
    {
        var symbol = attribute is "GroupId" or "Id" ? resource : $"{resource}.{attribute}";
        if (TypeOf(resource) is not { } type)
        {
            return new UnresolvedValue($"the template does not define {Excerpt.Of(resource)}", symbol, line);
        }
        if (DeployedNames.IsId(type, attribute))
        {
            return Standing(DeployedNames.Id(type, resource), line);
        }
        if (attribute == "Arn" || attribute.EndsWith("Arn", StringComparison.Ordinal))
        {
            return Arn(resource, type, line);
        }
        return Property(resource, attribute) ?? OnlyDeployed(resource, symbol, line);
    }

    // A property that is also an attribute, such as a network's CidrBlock, has the value that the template gives it.
    private TemplateValue? Property(string resource, string name)
    {
        if (_attributes.TryGetValue((resource, name), out var known))
        {
            return known;
        }
        if (((_resources?[resource] as TemplateMap)?["Properties"] as TemplateMap)?[name] is not { } node)
        {
            return null;
        }
        _attributes[(resource, name)] = new UnresolvedValue(
            $"{Excerpt.Of(resource)}.{Excerpt.Of(name)} refers to itself",
            $"{resource}.{name}",
            node.Line
        );
        return Resolve(node) is { } value ? _attributes[(resource, name)] = value : null;
    }

    private string? PropertyText(string resource, string name) => Property(resource, name)?.Symbol;

    // CloudFormation makes up the names of resources that have none, beginning with the stack's.
    private TemplateValue NameOf(string resource, string type, int line)
    {
        var property = DeployedNames.NameProperty(type);
        return property.Length > 0 && Property(resource, property) is { } name
            ? TextFunctions.Concatenate([name], line)
            : Standing($"{Parameters.Pseudo("AWS::StackName", line)}-{resource}", line);
    }

    /// <summary>The ARN of a resource that the template defines.</summary>
    public string ArnOf(string resource) => Arn(resource, TypeOf(resource) ?? "", 0).Text;

    private TextValue Arn(string resource, string type, int line)
    {
        var name = NameOf(resource, type, line);
        var place = (Parameters.Partition, Parameters.Region, Parameters.Account);
        var arn = DeployedNames.Arn(type, resource, name.Symbol ?? resource, place, of => PropertyText(resource, of));
        return Standing(arn, line);
    }

    private static TextValue Standing(string text, int line) => new(text, TextKind.Text, line) { IsSymbolic = true };

    private static UnresolvedValue OnlyDeployed(string what, string symbol, int line) =>
        new($"{Excerpt.Of(symbol.Length > 0 ? symbol : what)} is only known when it is deployed", symbol, line);

    private string? TypeOf(string resource) =>
        _resources?[resource] is TemplateMap map ? (map["Type"] as TemplateScalar)?.Text ?? "" : null;

    private TemplateValue Substitute(TemplateNode argument, int line)
    {
        var (pattern, variables) = argument switch
        {
            TemplateScalar { Kind: not null } text => (text, null),
            TemplateList { Items: [TemplateScalar text, TemplateMap map] } => (text, map),
            _ => (null, null),
        };
        if (pattern is null || pattern.Text.Length > TemplateLimits.MostText)
        {
            return TextFunctions.Misused("Fn::Sub", line);
        }
        var parts = SubPattern
            .Parse(pattern.Text)
            .Select(part =>
                part.IsName ? Named(part.Text, variables, line) : TextFunctions.Text(part.Text, TextKind.Text, line)
            );
        return TextFunctions.Concatenate(parts, line);
    }

    private TemplateValue Named(string name, TemplateMap? variables, int line)
    {
        if (variables?[name] is { } variable)
        {
            return Resolve(variable) ?? new TextValue("", TextKind.Text, line);
        }
        return name.Split('.', 2) is [var resource, var attribute]
            ? Attribute(resource, attribute, line)
            : Ref(name, line);
    }

    private TemplateValue? If(TemplateNode argument, int line)
    {
        if (argument is not TemplateList { Items: [TemplateScalar name, var then, var otherwise] })
        {
            return TextFunctions.Misused("Fn::If", line);
        }
        var truth = Conditions.Of(name.Text);
        return truth.Value switch
        {
            true => Resolve(then),
            false => Resolve(otherwise),
            null => Either(
                [Resolve(then), Resolve(otherwise)],
                $"condition {name.Text} is not known: {truth.Reason}",
                name.Text,
                line
            ),
        };
    }

    private TemplateValue FindInMap(TemplateNode argument, int line)
    {
        if (argument is not TemplateList { Items: [var name, var first, var second, ..] })
        {
            return TextFunctions.Misused("Fn::FindInMap", line);
        }
        var (map, key, inner) = (Resolve(name), Resolve(first), Resolve(second));
        if (_mappings?[map?.Symbol ?? ""] is not TemplateMap mapping || key?.Symbol is null || inner?.Symbol is null)
        {
            return new UnresolvedValue($"there is no mapping {Excerpt.Of(map?.Symbol ?? "")}", map?.Symbol ?? "", line);
        }
        var candidates = Candidates(mapping, key)
            .SelectMany(found => found is TemplateMap keys ? Candidates(keys, inner) : []);
        var values = candidates.Select(Resolve).ToList();
        var why =
            (key as UnresolvedValue ?? inner as UnresolvedValue)?.Reason
            ?? $"'{(key is TextValue { IsSymbolic: true } ? key : inner)}' is only known when it is deployed";
        return values.Count == 0
            ? new UnresolvedValue(
                $"mapping {map!.Symbol} has no {Excerpt.Of(key.Symbol)}.{Excerpt.Of(inner.Symbol)}",
                map.Symbol!,
                line
            )
            : Either(values, why, $"{map!.Symbol}.{key.Symbol}.{inner.Symbol}", line)!;
    }

    // A key that is only known later may turn out to be any.
    private static IEnumerable<TemplateNode> Candidates(TemplateMap map, TemplateValue key) =>
        key is TextValue { IsSymbolic: false } text
            ? map[text.Text] is { } found
                ? [found]
                : []
            : map.Entries.Select(entry => entry.Value);

    // One of several; where all are the same text it does not matter which.
    private static TemplateValue? Either(List<TemplateValue?> values, string why, string symbol, int line)
    {
        if (values.TrueForAll(value => value is null))
        {
            return null;
        }
        return
            values is [TextValue first, ..]
            && values.TrueForAll(value => value is TextValue text && text.Text == first.Text)
            ? first
            : new UnresolvedValue(why, symbol, line)
            {
                Alternatives = [.. values.OfType<TemplateValue>()],
                MayBeAbsent = values.Contains(null),
            };
    }

    private static ListValue Zones(int line) =>
        new([.. Enumerable.Range(1, MostZones).Select(i => Standing($"zone{i}", line))], line);

    private TemplateValue Decide(string function, TemplateNode argument, int line)
    {
        var call = new TemplateMap(line, 1);
        call.Add(new(function, line, 1, argument));
        var truth = Conditions.Evaluate(call);
        return truth.Value is { } value
            ? new TextValue(value ? "true" : "false", TextKind.Boolean, line)
            : new UnresolvedValue(truth.Reason, function, line);
    }
}
