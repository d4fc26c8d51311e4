using System.Collections.Immutable;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares the rules of a web ACL or rule group.</summary>
internal static class RuleListComparison
{
    /// <param name="before">The rules as they were, in order.</param>
    /// <param name="after">The rules as they are, in order.</param>
    /// <param name="defaultAction">What happens to what no rule ends; Unknown for a rule group, where other rules follow.</param>
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
                .Concat(rules.Removed.Select(rule => Removed(rule, new(before))))
                .Concat(rules.Added.Select(rule => Added(rule, after, defaultAction))),
        ];
        return PriorityClash.Resolved(changes, rules);
    }

    private static StateChange Removed(WafRule rule, WafLabels labels)
    {
        var own = rule.Effect switch
        {
            WafRuleEffect.Allows => ChangeEffect.Stronger,
            WafRuleEffect.Unknown => ChangeEffect.Unknown,
            _ => ChangeEffect.Weaker,
        };
        return new(WafLabels.Worst(own, labels.EffectOfRemoving(rule))!.Value, $"rule removed: {Describe(rule)}")
        {
            Rule = rule.Name,
            Paths = [rule.Path],
        };
    }

    private static StateChange Added(WafRule rule, ImmutableArray<WafRule> after, WafActionKind defaultAction)
    {
        var effect = WafLabels.Worst(
            EffectOfAdded(rule, after, defaultAction),
            new WafLabels(after).EffectOfAdding(rule)
        );
        return new(effect!.Value, $"rule added: {Describe(rule)}") { Rule = rule.Name, Paths = [rule.Path] };
    }

    private static ChangeEffect EffectOfAdded(
        WafRule rule,
        ImmutableArray<WafRule> after,
        WafActionKind defaultAction
    ) =>
        rule.Effect switch
        {
            // Whether a group of the account's own allows something, only the group tells.
            WafRuleEffect.Keeps when rule.Statement.Type == WafStatement.RuleGroupReference => ChangeEffect.Unknown,
            WafRuleEffect.Keeps => ChangeEffect.Stronger,
            WafRuleEffect.Counts => ChangeEffect.Neutral,
            WafRuleEffect.Allows when defaultAction == WafActionKind.Allow && IsPointless(rule, after) =>
                ChangeEffect.Neutral,
            WafRuleEffect.Allows => ChangeEffect.Weaker,
            _ => ChangeEffect.Unknown,
        };

    // An Allow lets through only what something after it would not have.
    private static bool IsPointless(WafRule allow, ImmutableArray<WafRule> rules) =>
        rules
            .SkipWhile(rule => rule.Name != allow.Name)
            .Skip(1)
            .All(rule =>
                rule.Effect == WafRuleEffect.Allows
                || (rule.Effect != WafRuleEffect.Unknown && Overlap.IsNone(rule.Statement, allow.Statement))
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
