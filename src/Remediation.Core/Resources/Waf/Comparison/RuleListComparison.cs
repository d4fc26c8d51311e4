using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares the rules of a web ACL or rule group.</summary>
internal static class RuleListComparison
{
    /// <param name="before">The rules as they were, in order.</param>
    /// <param name="after">The rules as they are, in order.</param>
    /// <param name="defaultAction">What happens to what no rule ends, before and after; Unknown where that is not one and the same.</param>
    public static ImmutableArray<StateChange> Between(
        ImmutableArray<WafRule> before,
        ImmutableArray<WafRule> after,
        WafActionKind defaultAction
    )
    {
        var rules = RuleMatching.Between(before, after);
        ImmutableArray<StateChange> changes =
        [
            .. rules
                .Pairs.SelectMany(pair => RuleComparison.Between(pair, new(after)))
                .Concat(RuleOrder.Between(rules))
                .Concat(rules.Removed.Select(rule => Removed(rule, before, after, defaultAction)))
                .Concat(rules.Added.Select(rule => Added(rule, before, after, defaultAction))),
        ];
        return PriorityClash.Resolved(changes, rules);
    }

    private static StateChange Removed(
        WafRule rule,
        ImmutableArray<WafRule> before,
        ImmutableArray<WafRule> after,
        WafActionKind defaultAction
    )
    {
        var own = rule.Effect switch
        {
            WafRuleEffect.Keeps
                when defaultAction == WafActionKind.Block && IsKeptOut(rule, [.. before.Remove(rule), .. after]) =>
                ChangeEffect.Neutral,
            WafRuleEffect.Allows => ChangeEffect.Stronger,
            WafRuleEffect.Unknown => ChangeEffect.Unknown,
            _ => ChangeEffect.Weaker,
        };
        return new(
            WafLabels.Worst(own, new WafLabels(before).EffectOfRemoving(rule))!.Value,
            $"rule removed: {Describe(rule)}"
        )
        {
            Rule = rule.Name,
            Paths = [rule.Path],
        };
    }

    private static StateChange Added(
        WafRule rule,
        ImmutableArray<WafRule> before,
        ImmutableArray<WafRule> after,
        WafActionKind defaultAction
    )
    {
        var own = EffectOfAdded(rule, [.. before, .. after], defaultAction);
        var effect = WafLabels.Worst(own, new WafLabels(after).EffectOfAdding(rule))!.Value;
        return new(effect, $"rule added: {Describe(rule)}") { Rule = rule.Name, Paths = [rule.Path] };
    }

    private static ChangeEffect EffectOfAdded(
        WafRule rule,
        ImmutableArray<WafRule> others,
        WafActionKind defaultAction
    ) =>
        rule.Effect switch
        {
            WafRuleEffect.Keeps when WafGroup.Of(rule.Statement) is { Allows: true } => ChangeEffect.Weaker,
            // Whether a group of the account's own allows something, only the group tells.
            WafRuleEffect.Keeps when rule.Statement.Type == WafStatement.RuleGroupReference => ChangeEffect.Unknown,
            WafRuleEffect.Keeps => ChangeEffect.Stronger,
            // A header that it adds may be one that the application relies on.
            WafRuleEffect.Counts => AddsHeaders(rule) ? ChangeEffect.Unknown : ChangeEffect.Neutral,
            WafRuleEffect.Allows when defaultAction == WafActionKind.Allow && IsPointless(rule, others) =>
                ChangeEffect.Neutral,
            WafRuleEffect.Allows => ChangeEffect.Weaker,
            _ => ChangeEffect.Unknown,
        };

    // What no rule lets through the default action keeps out: neither as the rules are, nor once of what was done to them something is
    // put back, which may be a rule's action or its statement alone.
    private static bool IsKeptOut(WafRule removed, ImmutableArray<WafRule> others) =>
        others
            .GroupBy(rule => rule.Name, StringComparer.Ordinal)
            .All(forms =>
                forms.All(AllowsNothing)
                || forms.All(rule =>
                    (AllowsNothing(rule) || rule.Effect == WafRuleEffect.Allows)
                    && Overlap.IsNone(rule.Statement, removed.Statement)
                )
            );

    private static bool AllowsNothing(WafRule rule) =>
        rule.Effect == WafRuleEffect.Counts || (rule.Effect == WafRuleEffect.Keeps && !rule.MayAllow);

    private static bool AddsHeaders(WafRule rule) =>
        JsonEquality.Member(JsonEquality.Member(rule.Member("Action"), "Count"), "CustomRequestHandling").ValueKind
        == JsonValueKind.Object;

    // An Allow lets through only what something behind it would not have: now, or once what was taken away is put back.
    // What of a rule is put back may be its place or its action alone, so that the forms before and after count in every mixture.
    private static bool IsPointless(WafRule allow, ImmutableArray<WafRule> others) =>
        others
            .GroupBy(rule => rule.Name, StringComparer.Ordinal)
            .Where(forms => forms.Any(rule => rule.Priority is null || rule.Priority >= allow.Priority))
            .All(forms =>
                forms.All(rule => rule.Effect == WafRuleEffect.Allows)
                || forms.All(rule =>
                    rule.Effect != WafRuleEffect.Unknown && Overlap.IsNone(rule.Statement, allow.Statement)
                )
            );

    private static string Describe(WafRule rule)
    {
        var action =
            rule.Action is { } own ? $"{own} "
            : rule.IsOverriddenToCount ? "Count "
            : "";
        return action + StatementComparison.Name(rule.Statement);
    }
}
