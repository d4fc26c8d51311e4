using System.Collections.Immutable;
using Remediation.Core.Templates.Syntax;
using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates.Resolution;

/// <summary>
/// The section Parameters with the values that the caller gave, and AWS's pseudo parameters. Account, region and stack stand for
/// themselves where they were not given.
/// </summary>
internal sealed class ParameterTable(TemplateMap? section, ImmutableDictionary<string, string> given)
{
    private const int LongestValue = 4096;

    private readonly Dictionary<string, TemplateValue> _known = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => section?.Entries.Select(entry => entry.Key) ?? [];

    public bool IsDefined(string name) => section?.Find(name) is not null;

    public static bool IsPseudo(string name) => name.StartsWith("AWS::", StringComparison.Ordinal);

    /// <summary>The region's code, or a word for it.</summary>
    public string Region => given.GetValueOrDefault("AWS::Region", Template.AnyRegion);

    /// <summary>The account's twelve digits, or a word for it.</summary>
    public string Account => given.GetValueOrDefault("AWS::AccountId", Template.AnyAccount);

    public string Partition =>
        Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    /// <summary>A pseudo parameter but <c>AWS::NoValue</c>, or null where there is none of the name.</summary>
    public TemplateValue? Pseudo(string name, int line) =>
        name switch
        {
            "AWS::Region" => Standing(name, Region, line),
            "AWS::AccountId" => Standing(name, Account, line),
            "AWS::StackName" => Standing(name, given.GetValueOrDefault(name, "stack"), line),
            "AWS::StackId" => Standing(
                name,
                $"arn:{Partition}:cloudformation:{Region}:{Account}:stack/{given.GetValueOrDefault("AWS::StackName", "stack")}/id",
                line
            ),
            "AWS::Partition" => new TextValue(Partition, TextKind.Text, line),
            "AWS::URLSuffix" => new TextValue(
                Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
                TextKind.Text,
                line
            ),
            "AWS::NotificationARNs" => new UnresolvedValue($"{name} is only known when it is deployed", name, line),
            _ => null,
        };

    /// <summary>The value of a parameter that is defined.</summary>
    public TemplateValue Of(string name, int line) =>
        _known.TryGetValue(name, out var known) ? known : _known[name] = Read(name, line);

    private TemplateValue Read(string name, int line)
    {
        var parameter = section?[name] as TemplateMap;
        var type = (parameter?["Type"] as TemplateScalar)?.Text ?? "String";
        if (type.StartsWith("AWS::SSM::Parameter::Value", StringComparison.Ordinal))
        {
            return new UnresolvedValue(
                $"parameter {name} is read from Systems Manager when it is deployed",
                name,
                line
            );
        }
        if (!given.TryGetValue(name, out var text))
        {
            if (parameter?["Default"] is not TemplateScalar { Kind: not null } standard)
            {
                return new UnresolvedValue($"parameter {name} has no default", name, line);
            }
            text = standard.Text;
        }
        if (text.Length > LongestValue)
        {
            return new UnresolvedValue($"parameter {name} is longer than {LongestValue} characters", name, line);
        }
        return type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal)
            ? ListOf(text, line)
            : TextFunctions.Text(text, type == "Number" ? TextKind.Number : TextKind.Text, line);
    }

    private TextValue Standing(string name, string text, int line) =>
        new(text, TextKind.Text, line) { IsSymbolic = !given.ContainsKey(name) };

    private static ListValue ListOf(string text, int line) =>
        new([.. text.Split(',').Select(item => TextFunctions.Text(item.Trim(), TextKind.Text, line))], line);
}
