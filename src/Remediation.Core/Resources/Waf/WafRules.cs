using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf;

/// <summary>Reads the rules of a web ACL or rule group, and what they refer to.</summary>
internal static class WafRules
{
    /// <summary>The rules in the order in which they are evaluated.</summary>
    public static ImmutableArray<WafRule> Of(JsonElement document, DocumentPath path)
    {
        var rules = new List<WafRule>();
        var owner = WafArn.Parse(AwsJson.Text(document, "ARN"u8))?.Account ?? "";
        foreach (var rule in AwsJson.Array(document, "Rules"u8))
        {
            rules.Add(new(rule, path.Then("Rules"), document, owner));
        }
        return [.. rules.OrderBy(rule => rule.Priority ?? int.MaxValue)];
    }

    /// <summary>What of the rules cannot be understood.</summary>
    public static IEnumerable<string> Unreadable(JsonElement document, ImmutableArray<WafRule> rules)
    {
        if (AwsJson.IsNoArray(document, "Rules"u8))
        {
            yield return "its Rules are no list";
        }
        foreach (
            var name in rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any())
        )
        {
            yield return $"two rules have the name '{name.Key}'";
        }
        foreach (var reason in rules.SelectMany(rule => rule.Unreadable))
        {
            yield return reason;
        }
    }

    /// <summary>The sets and groups that the rules refer to, each once, in the account that the document is in.</summary>
    public static IEnumerable<ResourceReference> References(ImmutableArray<WafRule> rules, ResourceId owner) =>
        rules
            .SelectMany(rule => rule.Statement.WithAllInner)
            .Select(statement => statement.ReferencedArn)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(arn => Reference(arn, owner))
            .OfType<ResourceReference>();

    private static ResourceReference? Reference(string arn, ResourceId owner) =>
        WafArn.Parse(arn) is { } parsed && TypeOf(parsed.Kind) is { } type && parsed.Account == owner.Account
            ? new(type, parsed.Account, parsed.Region) { Id = arn }
            : null;

    private static string? TypeOf(string kind) =>
        kind switch
        {
            "ipset" => ResourceTypes.IpSet,
            "rulegroup" => ResourceTypes.WafRuleGroup,
            "regexpatternset" => ResourceTypes.RegexPatternSet,
            _ => null,
        };
}
