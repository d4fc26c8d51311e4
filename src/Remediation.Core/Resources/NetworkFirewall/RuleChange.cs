using System.Collections.Immutable;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What changed of one rule: what it does, what it matches, what it tells.</summary>
internal static class RuleChange
{
    public static IEnumerable<StateChange> Between(FirewallRule was, FirewallRule now)
    {
        var isMoved = !was.Traffic.Equals(now.Traffic) || !was.Asked.SequenceEqual(now.Asked);
        if (was.Action != now.Action)
        {
            yield return Of(
                OfAction(was, now, isMoved),
                now,
                isMoved ? $"{was} → {now}" : $"{Word(was)} → {Word(now)}, for {now.Traffic}"
            );
        }
        else if (isMoved)
        {
            yield return Of(OfMatch(was, now), now, $"{was} → {now}");
        }
        if (!was.Marks.SequenceEqual(now.Marks))
        {
            yield return Of(
                ChangeEffect.Unknown,
                now,
                $"what it marks for other rules: {Text(was.Marks)} → {Text(now.Marks)}"
            );
        }
        if (!was.Notices.SequenceEqual(now.Notices))
        {
            yield return Of(OfNotices(was, now), now, $"what it tells: {Text(was.Notices)} → {Text(now.Notices)}");
        }
    }

    private static StateChange Of(ChangeEffect effect, FirewallRule rule, string text) =>
        new(effect, $"rule {rule.Label}: {text}") { Rule = rule.Label };

    // A rule that lets through should match no more than it did, one that keeps out or tells no less.
    private static ChangeEffect OfMatch(FirewallRule was, FirewallRule now)
    {
        var (isNoMore, isNoLess) = (IsWithin(now, was), IsWithin(was, now));
        var bound = now.Action == FirewallAction.Pass ? isNoMore : isNoLess;
        return isNoMore == true && isNoLess == true ? ChangeEffect.Neutral
            : now.Action == FirewallAction.Forward ? ChangeEffect.Unknown
            : bound switch
            {
                // What it marks, rules that let through may ask after.
                true => was.Marks.IsEmpty && now.Marks.IsEmpty ? ChangeEffect.Stronger : ChangeEffect.Unknown,
                false => ChangeEffect.Weaker,
                null => ChangeEffect.Unknown,
            };
    }

    private static bool? IsWithin(FirewallRule rule, FirewallRule other)
    {
        var isNarrower = AskedComparison.IsWithin(rule.Asked, other.Asked);
        return (isNarrower, rule.Traffic.IsWithin(other.Traffic)) switch
        {
            (false, _) or (_, false) => false,
            (true, true) => true,
            _ => null,
        };
    }

    // Stateful rules tell unless they are told not to; stateless rules tell where they are told to.
    private static ChangeEffect OfNotices(FirewallRule was, FirewallRule now)
    {
        var isStateless = now.Label.StartsWith("priority ", StringComparison.Ordinal);
        var (lost, gained) = (
            was.Notices.Except(now.Notices, StringComparer.Ordinal).Any(),
            now.Notices.Except(was.Notices, StringComparer.Ordinal).Any()
        );
        var isWeaker = isStateless ? lost : gained;
        return isWeaker ? ChangeEffect.Weaker : ChangeEffect.Stronger;
    }

    // Whatever more a stricter rule matches is kept out too; whatever less, only a rule that let it through does not miss.
    private static ChangeEffect OfAction(FirewallRule was, FirewallRule now, bool isMoved)
    {
        var (from, to) = (Strictness(was.Action), Strictness(now.Action));
        return to < from ? ChangeEffect.Weaker
            : to == from ? (isMoved ? OfMatch(was, now) : ChangeEffect.Neutral)
            : was.Action == FirewallAction.Pass || IsWithin(was, now) == true ? ChangeEffect.Stronger
            : ChangeEffect.Unknown;
    }

    private static int Strictness(FirewallAction action) =>
        action == FirewallAction.Reject ? (int)FirewallAction.Drop : (int)action;

    private static string Word(FirewallRule rule) => rule.Action.ToString().ToLowerInvariant();

    private static string Text(ImmutableArray<string> notices) =>
        notices.IsEmpty ? "as by default" : string.Join(", ", notices);
}
