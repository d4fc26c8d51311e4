using System.Collections.Immutable;
using Remediation.Core.Resources.Waf.Comparison;

namespace Remediation.Core.Resources.Waf;

/// <summary>That a rule refers to a set, and what follows from it for whatever is in the set.</summary>
/// <param name="User">The ARN of the web ACL or rule group.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Effect">What the rule does with what it matches.</param>
/// <param name="IsNegated">Whether the rule matches what is not in the set.</param>
public sealed record WafUse(string User, string Rule, WafRuleEffect Effect, bool IsNegated)
{
    /// <summary>Whether whatever is in the set is let through for it.</summary>
    public bool LetsThrough =>
        (Effect == WafRuleEffect.Allows && !IsNegated)
        || (Effect is WafRuleEffect.Keeps or WafRuleEffect.Counts && IsNegated);

    /// <summary>
    /// Every use of a set by rules. One that only counts, and whose labels others look at, does what they do: it allows where they
    /// allow. Who looks at the labels of a rule group is not known from the group alone.
    /// </summary>
    public static IEnumerable<WafUse> Of(string set, string user, ImmutableArray<WafRule> rules)
    {
        var labels = new WafLabels(rules);
        return rules.SelectMany(rule =>
            rule.Statement.WithAllInner.Where(statement => statement.ReferencedArn == set)
                .Select(statement => new WafUse(user, rule.Name, EffectOf(rule, user, labels), statement.IsNegated))
        );
    }

    private static WafRuleEffect EffectOf(WafRule rule, string user, WafLabels labels)
    {
        if (rule.Effect != WafRuleEffect.Counts || !rule.Labels.Any())
        {
            return rule.Effect;
        }
        return labels.EffectOfAdding(rule) switch
        {
            ChangeEffect.Weaker => WafRuleEffect.Allows,
            ChangeEffect.Unknown => WafRuleEffect.Unknown,
            ChangeEffect.Stronger => WafRuleEffect.Keeps,
            _ => WafArn.Parse(user) is { Kind: "rulegroup" } ? WafRuleEffect.Unknown : WafRuleEffect.Counts,
        };
    }
}
