using System.Collections.Immutable;
using System.Globalization;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares the order in which rules are evaluated. What counts is which rule comes before which: a rule that keeps something out
/// and that is now behind one that allows the same keeps it out no longer; other numbers in the same order change nothing.
/// </summary>
internal static class RuleOrder
{
    public static IEnumerable<StateChange> Between(RuleMatching rules)
    {
        var labels = LabelsOf(rules);
        var all = All(rules);
        var turned = Turned(all, labels)
            .Where(item =>
                item.Effect == ChangeEffect.Weaker
                || (rules.Pairs.Contains(item.First) && rules.Pairs.Contains(item.Second))
            )
            .ToList();
        var weaker = turned.Where(item => item.Effect == ChangeEffect.Weaker);
        var back = PutBack(weaker.SelectMany(item => new[] { item.First, item.Second }), all, labels);
        foreach (var group in turned.GroupBy(item => (item.First, item.Effect)))
        {
            var others = group.Select(item => item.Second).ToList();
            var moved =
                group.Key.Effect == ChangeEffect.Weaker
                    ? rules.Pairs.Where(back.Contains)
                    : others.Prepend(group.Key.First);
            yield return new(group.Key.Effect, Text(group.Key.First, others, group.Key.Effect))
            {
                Rule = group.Key.First.After.Name,
                Paths =
                [
                    .. moved
                        .Where(pair => pair.Before.Priority != pair.After.Priority)
                        .SelectMany(pair => pair.Change(ChangeEffect.Neutral, "", "Priority").Paths)
                        .Distinct(),
                ],
            };
        }
        var told = turned.SelectMany(item => new[] { item.First, item.Second }).ToHashSet();
        foreach (var pair in rules.Pairs)
        {
            if (pair.Before.Priority != pair.After.Priority && !told.Contains(pair))
            {
                yield return pair.Change(
                    ChangeEffect.Neutral,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"priority {pair.Before.Priority} → {pair.After.Priority}, behind and before the same rules"
                    ),
                    "Priority"
                );
            }
        }
    }

    /// <summary>The rules that have to go back to where they were with the one that does.</summary>
    public static IEnumerable<RulePair> BackWith(RulePair pair, RuleMatching rules)
    {
        var back = PutBack([pair], All(rules), LabelsOf(rules));
        return rules.Pairs.Where(back.Contains);
    }

    private static WafLabels LabelsOf(RuleMatching rules) => new([.. rules.Pairs.Select(pair => pair.After)]);

    // A rule that is gone and that is to come back comes to where it was.
    private static ImmutableArray<RulePair> All(RuleMatching rules) =>
        [
            .. rules.Pairs,
            .. rules
                .Removed.Where(rule => rule.Effect != WafRuleEffect.Allows)
                .Select(rule => new RulePair(rule, rule)),
        ];

    // Of rules that only some are put back of, the rest can come to an order that was never anybody's: where that would mean
    // something, or two would have one priority, the other goes back as well. Whatever else was moved stays where it is now.
    private static HashSet<RulePair> PutBack(
        IEnumerable<RulePair> needed,
        ImmutableArray<RulePair> all,
        WafLabels labels
    )
    {
        var back = needed.ToHashSet(ReferenceEqualityComparer.Instance);
        var open = new Queue<RulePair>(back.Cast<RulePair>());
        while (open.TryDequeue(out var rule))
        {
            foreach (
                var other in all.Where(other =>
                    other.Before.Priority != other.After.Priority
                    && !back.Contains(other)
                    && IsInTheWay(rule, other, labels)
                )
            )
            {
                back.Add(other);
                open.Enqueue(other);
            }
        }
        return [.. back.Cast<RulePair>()];
    }

    // One rule is where it was, the other where it is now.
    private static bool IsInTheWay(RulePair back, RulePair stays, WafLabels labels)
    {
        if (back.Before.Priority == stays.After.Priority)
        {
            return true;
        }
        var wasFirst = back.Before.Priority < stays.Before.Priority;
        var isFirst = back.Before.Priority < stays.After.Priority;
        return wasFirst != isFirst
            && wasFirst == back.After.Priority < stays.After.Priority
            && (wasFirst ? EffectOf(back.Before, stays.Before, labels) : EffectOf(stays.Before, back.Before, labels))
                != ChangeEffect.Neutral;
    }

    // The pairs of rules that are evaluated the other way round now: the first was before the second.
    private static List<(RulePair First, RulePair Second, ChangeEffect Effect)> Turned(
        ImmutableArray<RulePair> unordered,
        WafLabels labels
    )
    {
        ImmutableArray<RulePair> pairs = [.. unordered.OrderBy(pair => pair.Before.Priority ?? int.MaxValue)];
        var turned = new List<(RulePair, RulePair, ChangeEffect)>();
        for (var i = 0; i < pairs.Length; i++)
        {
            for (var j = i + 1; j < pairs.Length; j++)
            {
                if (pairs[i].After.Priority > pairs[j].After.Priority)
                {
                    turned.Add((pairs[i], pairs[j], EffectOf(pairs[i].Before, pairs[j].Before, labels)));
                }
            }
        }
        return turned;
    }

    private static ChangeEffect EffectOf(WafRule first, WafRule second, WafLabels labels) =>
        WafLabels
            .Worst(
                OfActions(first, second),
                labels.EffectOn(second, first, sees: false),
                labels.EffectOn(first, second, sees: true)
            )!
            .Value;

    private static ChangeEffect OfActions(WafRule first, WafRule second)
    {
        if (Overlap.IsNone(first.Statement, second.Statement))
        {
            return ChangeEffect.Neutral;
        }
        return (first.Effect, second.Effect) switch
        {
            (WafRuleEffect.Unknown, _) or (_, WafRuleEffect.Unknown) => ChangeEffect.Unknown,
            (WafRuleEffect.Keeps, WafRuleEffect.Allows) => ChangeEffect.Weaker,
            (WafRuleEffect.Allows, WafRuleEffect.Keeps) => ChangeEffect.Stronger,
            // Whether a group of the account's own allows something, only the group tells.
            (WafRuleEffect.Keeps, WafRuleEffect.Keeps) when first.MayAllow || second.MayAllow => ChangeEffect.Unknown,
            _ => ChangeEffect.Neutral,
        };
    }

    private static string Text(RulePair first, List<RulePair> others, ChangeEffect effect)
    {
        var names = string.Join(", ", others.Select(other => other.After.Name));
        if (effect != ChangeEffect.Weaker || others.Exists(other => other.Before.Effect != WafRuleEffect.Allows))
        {
            return $"rule moved behind {names}";
        }
        var matches = others.TrueForAll(other => Overlap.IsWithin(first.Before.Statement, other.Before.Statement))
            ? "matches"
            : "may match";
        return others.Count == 1
            ? $"rule moved behind {names}, an Allow that {matches} the same"
            : $"rule moved behind {names}, Allows that {(matches == "matches" ? "match" : matches)} the same";
    }
}
