namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// What it means that rules were moved in a list in which the first that matches decides. Only pairs that may match the same and
/// do something else with it count.
/// </summary>
internal static class RuleOrderChanges
{
    private const long MostPairs = 4_000_000;

    /// <param name="before">The names in the order that was.</param>
    /// <param name="after">The names in the order that is.</param>
    /// <param name="was">The rules that were, by name.</param>
    /// <param name="now">The rules that are, by name.</param>
    public static IEnumerable<StateChange> Between(
        List<string> before,
        List<string> after,
        OrderedDictionary<string, FirewallRule> was,
        OrderedDictionary<string, FirewallRule> now
    )
    {
        var common = before.Where(now.ContainsKey).ToList();
        var order = after.Where(was.ContainsKey).ToList();
        if (common.SequenceEqual(order, StringComparer.Ordinal))
        {
            yield break;
        }
        var places = order.Select((name, place) => (name, place)).ToDictionary(StringComparer.Ordinal);
        var moved = common.Select((name, place) => (Rule: now[name], Was: place, Now: places[name])).ToList();
        var lenient = moved.Where(item => IsLenient(item.Rule.Action)).ToList();
        if ((long)lenient.Count * moved.Count > MostPairs)
        {
            yield return new(ChangeEffect.Unknown, $"the order of {moved.Count} rules changed");
            yield break;
        }
        foreach (var item in lenient)
        {
            var others = moved
                .Where(other => IsStricter(other.Rule.Action, item.Rule.Action))
                .Where(other => (item.Was < other.Was) != (item.Now < other.Now))
                .Where(other => item.Rule.Traffic.MayOverlap(other.Rule.Traffic))
                .ToLookup(other => item.Now < other.Now);
            foreach (var group in others)
            {
                yield return Moved(item.Rule, group.First().Rule, isFirst: group.Key, group.Count());
            }
        }
    }

    private static StateChange Moved(FirewallRule rule, FirewallRule other, bool isFirst, int count) =>
        new(
            isFirst ? ChangeEffect.Weaker : ChangeEffect.Stronger,
            $"{rule.Action.ToString().ToLowerInvariant()} rule {rule.Label} now comes {(isFirst ? "before" : "after")} "
                + $"{other.Action.ToString().ToLowerInvariant()} rule {other.Label}"
                + (count > 1 ? $" and {count - 1} more" : "")
        )
        {
            Rule = rule.Label,
        };

    private static bool IsLenient(FirewallAction action) => action is FirewallAction.Pass or FirewallAction.Forward;

    private static bool IsStricter(FirewallAction one, FirewallAction other) => one > other;
}
