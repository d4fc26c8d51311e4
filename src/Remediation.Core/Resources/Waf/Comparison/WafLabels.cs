using System.Collections.Immutable;
using Remediation.Core.Json;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Which rules look at the labels that others put on requests: what a labelling rule is worth, they decide.
/// https://docs.aws.amazon.com/waf/latest/developerguide/waf-labels.html.
/// </summary>
internal sealed class WafLabels(ImmutableArray<WafRule> rules)
{
    private const string Managed = "awswaf:managed:";

    /// <summary>What it means that labels of a rule are there that were not; null where nothing looks at them.</summary>
    public ChangeEffect? EffectOfAdding(WafRule rule) => EffectFor(Producing(rule));

    /// <summary>What it means that labels of a rule are not there any more; null where nothing looks at them.</summary>
    public ChangeEffect? EffectOfRemoving(WafRule rule) => Opposite(EffectOfAdding(rule));

    /// <summary>What it means for the one rule that it now sees, or no longer sees, what the other puts; null where it does not look.</summary>
    public ChangeEffect? EffectOn(WafRule consumer, WafRule producer, bool sees)
    {
        var effect = EffectOn(consumer, Producing(producer), []);
        return sees ? effect : Opposite(effect);
    }

    /// <summary>
    /// What it means that a rule puts its labels on more or on other requests than it did; null where it puts none that are looked at.
    /// </summary>
    public ChangeEffect? EffectOf(WafRule rule, Reach reach) =>
        reach switch
        {
            Reach.Wider => EffectOfAdding(rule),
            Reach.Narrower => EffectOfRemoving(rule),
            Reach.Other => Worst(EffectOfAdding(rule), EffectOfRemoving(rule)),
            _ => EffectOfAdding(rule) is null ? null : ChangeEffect.Unknown,
        };

    /// <summary>The change of a rule's own labels.</summary>
    public StateChange Change(RulePair pair)
    {
        var (from, to) = (pair.Before.Labels.ToList(), pair.After.Labels.ToList());
        var (gone, come) = (
            from.Except(to, StringComparer.Ordinal).ToList(),
            to.Except(from, StringComparer.Ordinal).ToList()
        );
        var effects = new[]
        {
            Opposite(EffectFor(key => gone.Exists(label => Matches(key, label)))),
            EffectFor(key => come.Exists(label => Matches(key, label))),
        };
        var text = $"labels {string.Join(", ", from)} → {string.Join(", ", to)}";
        return pair.Change(Worst(effects) ?? ChangeEffect.Neutral, text, "RuleLabels");
    }

    /// <summary>The effect that counts of several.</summary>
    public static ChangeEffect? Worst(params IEnumerable<ChangeEffect?> effects)
    {
        var all = effects.OfType<ChangeEffect>().ToHashSet();
        return all.Contains(ChangeEffect.Weaker) ? ChangeEffect.Weaker
            : all.Contains(ChangeEffect.Unknown) ? ChangeEffect.Unknown
            : all.Contains(ChangeEffect.Stronger) ? ChangeEffect.Stronger
            : all.Count > 0 ? ChangeEffect.Neutral
            : null;
    }

    private ChangeEffect? EffectFor(Func<string, bool> isPut) => EffectFor(isPut, []);

    private ChangeEffect? EffectFor(Func<string, bool> isPut, ImmutableHashSet<string> passed) =>
        Worst(rules.Select(rule => EffectOn(rule, isPut, passed)));

    private ChangeEffect? EffectOn(WafRule rule, Func<string, bool> isPut, ImmutableHashSet<string> passed)
    {
        var looks = rule
            .Statement.WithAllInner.Where(statement =>
                statement.Type == WafStatement.LabelMatch && isPut(AwsJson.Text(statement.Body, "Key"u8) ?? "")
            )
            .ToList();
        if (looks.Count == 0)
        {
            return null;
        }
        // A scope-down or a condition that holds more often makes the rule match more often, and under a negation less often.
        var isNegated = looks.Exists(look => look.IsNegated);
        if (rule.Effect == WafRuleEffect.Unknown || (isNegated && !looks.TrueForAll(look => look.IsNegated)))
        {
            return ChangeEffect.Unknown;
        }
        var effect = rule.Effect switch
        {
            WafRuleEffect.Allows => ChangeEffect.Weaker,
            // What a rule that only counts matches is worth what is made of the labels that it puts itself.
            WafRuleEffect.Counts => passed.Contains(rule.Name)
                ? ChangeEffect.Unknown
                : EffectFor(Producing(rule), passed.Add(rule.Name)) ?? ChangeEffect.Neutral,
            _ => ChangeEffect.Stronger,
        };
        return isNegated ? Opposite(effect) : effect;
    }

    private static Func<string, bool> Producing(WafRule rule)
    {
        var labels = rule.Labels.ToList();
        return rule.Statement.Type switch
        {
            WafStatement.ManagedRuleGroup => key => key.StartsWith(Managed, StringComparison.Ordinal),
            WafStatement.RuleGroupReference => key => !key.StartsWith(Managed, StringComparison.Ordinal),
            _ => key => labels.Exists(label => Matches(key, label)),
        };
    }

    // A key names a label by its end, or one or more of the namespaces that it is in; either may begin with the label's prefix, such
    // as awswaf:123456789012:webacl:shop:, which rules do not write with the labels that they put.
    private static bool Matches(string key, string label) =>
        key.EndsWith(':')
            ? $":{label}".Contains($":{WithoutPrefix(key)}", StringComparison.Ordinal)
            : key == label
                || key.EndsWith(":" + label, StringComparison.Ordinal)
                || label.EndsWith(":" + key, StringComparison.Ordinal);

    private static string WithoutPrefix(string key) => key.Split(':', 5) is ["awswaf", _, _, _, var rest] ? rest : key;

    private static ChangeEffect? Opposite(ChangeEffect? effect) =>
        effect switch
        {
            ChangeEffect.Weaker => ChangeEffect.Stronger,
            ChangeEffect.Stronger => ChangeEffect.Weaker,
            _ => effect,
        };
}
