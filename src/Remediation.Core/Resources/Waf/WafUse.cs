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

    /// <summary>Every use of a set by rules.</summary>
    public static IEnumerable<WafUse> Of(string set, string user, IEnumerable<WafRule> rules) =>
        rules.SelectMany(rule =>
            rule.Statement.WithAllInner.Where(statement => statement.ReferencedArn == set)
                .Select(statement => new WafUse(user, rule.Name, rule.Effect, statement.IsNegated))
        );
}
