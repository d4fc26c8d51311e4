using System.Text.Json;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares one rule with what it was, but for its place among the others.</summary>
internal static class RuleComparison
{
    public static IEnumerable<StateChange> Between(RulePair pair, WafLabels labels)
    {
        if (pair.IsRenamed)
        {
            yield return new(ChangeEffect.Neutral, $"rule {pair.Before.Name} renamed to {pair.After.Name}")
            {
                Rule = pair.After.Name,
            };
        }
        foreach (var member in JsonEquality.Differing(pair.Before.Json, pair.After.Json))
        {
            foreach (var change in Member(pair, member, labels))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<StateChange> Member(RulePair pair, string member, WafLabels labels)
    {
        var (from, to) = (pair.Before.Member(member), pair.After.Member(member));
        return member switch
        {
            "Name" or "Priority" => [],
            "Statement" => Statement(pair, labels),
            "Action" => [Action(pair, from, to)],
            "OverrideAction" => [Override(pair)],
            "RuleLabels" => [labels.Change(pair)],
            "VisibilityConfig" => VisibilityComparison.Between(from, to, pair.ChangeAt, pair.After.Path.Then(member)),
            "CaptchaConfig" or "ChallengeConfig" => [ImmunityComparison.Between(pair, member)],
            _ => [pair.Change(ChangeEffect.Unknown, $"{member} changed, which this version does not know", member)],
        };
    }

    private static IEnumerable<StateChange> Statement(RulePair pair, WafLabels labels) =>
        StatementComparison
            .Between(pair.Before.Statement, pair.After.Statement)
            .Select(change => pair.ChangeAt(EffectOf(pair, labels, change.Reach), change.Text, change.Place));

    // A rule that only counts is worth what is made of its labels, if anything is.
    private static ChangeEffect EffectOf(RulePair pair, WafLabels labels, Reach reach)
    {
        var own = pair.EffectOf(reach);
        var ofLabels = labels.EffectOf(pair.After, reach);
        var isOnlyCounting = pair is { Before.Effect: WafRuleEffect.Counts, After.Effect: WafRuleEffect.Counts };
        return isOnlyCounting && ofLabels is { } effect ? effect
            // It keeps more out itself, and others let more through for it.
            : own == ChangeEffect.Stronger && ofLabels == ChangeEffect.Weaker ? ChangeEffect.Unknown
            : WafLabels.Worst(own, ofLabels)!.Value;
    }

    private static StateChange Action(RulePair pair, JsonElement before, JsonElement after)
    {
        var (from, to) = (pair.Before.Action, pair.After.Action);
        if (from == to && from is not (null or WafActionKind.Unknown))
        {
            // What is kept out stays out, whatever it is told; what is let through can carry what the application relies on.
            var isKept = from is WafActionKind.Block or WafActionKind.Captcha or WafActionKind.Challenge;
            return pair.Change(
                isKept ? ChangeEffect.Neutral : ChangeEffect.Unknown,
                $"what {from} answers or adds changed",
                "Action"
            );
        }
        var effect =
            from is null or WafActionKind.Unknown || to is null or WafActionKind.Unknown ? ChangeEffect.Unknown
            : to < from ? ChangeEffect.Weaker
            : ChangeEffect.Stronger;
        return pair.Change(effect, $"action {Words(from, before)} → {Words(to, after)}", "Action");
    }

    private static StateChange Override(RulePair pair)
    {
        var (from, to) = (pair.Before.IsOverriddenToCount, pair.After.IsOverriddenToCount);
        return from == to || pair.Before.Effect == WafRuleEffect.Unknown || pair.After.Effect == WafRuleEffect.Unknown
                ? pair.Change(
                    ChangeEffect.Unknown,
                    "the override of the rule group's actions changed",
                    "OverrideAction"
                )
            : to ? pair.Change(ChangeEffect.Weaker, "the rule group's actions → Count", "OverrideAction")
            : pair.Change(ChangeEffect.Stronger, "Count → the rule group's actions", "OverrideAction");
    }

    private static string Words(WafActionKind? kind, JsonElement action) =>
        kind switch
        {
            null => "none",
            WafActionKind.Unknown => string.Join(", ", action.EnumerateObject().Select(member => member.Name)),
            _ => $"{kind}",
        };
}
