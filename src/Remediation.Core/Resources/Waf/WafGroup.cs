using System.Collections.Immutable;
using Remediation.Core.Json;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A rule group as a web ACL uses it: a managed one (by vendor and name) or one of the account's own (by ARN). It says nothing of
/// the rules in the group.
/// </summary>
public sealed record WafGroup
{
    private WafGroup() { }

    /// <summary>The statement that it was read from.</summary>
    public required WafStatement Statement { get; init; }

    /// <summary>The vendor of a managed group, else empty.</summary>
    public string Vendor { get; private init; } = "";

    /// <summary>The name of a managed group, such as <c>AWSManagedRulesCommonRuleSet</c>; else empty.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The version that a managed group is pinned to, or null for its default.</summary>
    public string? Version { get; private init; }

    /// <summary>The ARN of a group of the account's own, else null.</summary>
    public string? Arn { get; private init; }

    /// <summary>The rules of the group whose action is overridden, those that are excluded among them.</summary>
    public ImmutableArray<WafOverride> Overrides { get; private init; } = [];

    /// <summary>The group that a statement uses; null for statements of other types.</summary>
    public static WafGroup? Of(WafStatement statement) =>
        statement.Type is not (WafStatement.ManagedRuleGroup or WafStatement.RuleGroupReference)
            ? null
            : new()
            {
                Statement = statement,
                Vendor = AwsJson.Text(statement.Body, "VendorName"u8) ?? "",
                Name = AwsJson.Text(statement.Body, "Name"u8) ?? "",
                Version = AwsJson.Text(statement.Body, "Version"u8),
                Arn = statement.ReferencedArn,
                Overrides = [.. OverridesOf(statement)],
            };

    /// <summary>Whether what some rule of the group matches is let through, past all rules after it.</summary>
    public bool Allows => Overrides.Any(item => item.Action is WafActionKind.Allow or WafActionKind.Unknown);

    private static List<WafOverride> OverridesOf(WafStatement statement)
    {
        var overrides = new List<WafOverride>();
        foreach (var item in AwsJson.Array(statement.Body, "RuleActionOverrides"u8))
        {
            var action = AwsJson.TryMember(item, "ActionToUse"u8, out var use) ? WafRule.ActionOf(use) : null;
            overrides.Add(new(AwsJson.Text(item, "Name"u8) ?? "", action ?? WafActionKind.Unknown, IsExclusion: false));
        }
        foreach (var item in AwsJson.Array(statement.Body, "ExcludedRules"u8))
        {
            overrides.Add(new(AwsJson.Text(item, "Name"u8) ?? "", WafActionKind.Count, IsExclusion: true));
        }
        return overrides;
    }
}
