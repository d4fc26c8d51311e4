using System.Collections.Immutable;
using System.Globalization;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// What changed between two lists of rules, told rule by rule. Rules are the same when their names are (a signature's id, a
/// priority), whatever they say.
/// </summary>
internal static class RuleListChanges
{
    public static List<StateChange> Between(
        ImmutableArray<FirewallRule> before,
        ImmutableArray<FirewallRule> after,
        bool isOrdered
    )
    {
        var was = Named(before);
        var now = AsBefore(was, Named(after));
        var changes = new List<StateChange>();
        foreach (var (name, rule) in was)
        {
            if (now.TryGetValue(name, out var other))
            {
                changes.AddRange(RuleChange.Between(rule, other));
            }
            else
            {
                changes.Add(Removed(rule));
            }
        }
        ImmutableArray<FirewallRule> passing =
        [
            .. before.Where(rule => rule is { Action: FirewallAction.Pass, IsUnconditional: true }),
        ];
        changes.AddRange(
            now.Where(rule => !was.ContainsKey(rule.Key)).Select(rule => Added(rule.Value, passing, isOrdered))
        );
        if (isOrdered)
        {
            changes.AddRange(RuleOrderChanges.Between([.. was.Keys], [.. now.Keys], was, now));
        }
        return changes;
    }

    // A rule that says the same under another name was renamed, and neither removed nor added. The order stays that of now.
    private static OrderedDictionary<string, FirewallRule> AsBefore(
        OrderedDictionary<string, FirewallRule> was,
        OrderedDictionary<string, FirewallRule> now
    )
    {
        var gone = was.Where(rule => !now.ContainsKey(rule.Key))
            .GroupBy(rule => BodyOf(rule.Value), StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => new Queue<string>(group.Select(rule => rule.Key)),
                StringComparer.Ordinal
            );
        if (gone.Count == 0)
        {
            return now;
        }
        var named = new OrderedDictionary<string, FirewallRule>(now.Count, StringComparer.Ordinal);
        foreach (var (name, rule) in now)
        {
            var isRenamed = !was.ContainsKey(name) && gone.TryGetValue(BodyOf(rule), out var names) && names.Count > 0;
            named.Add(isRenamed ? gone[BodyOf(rule)].Dequeue() : name, rule);
        }
        return named;
    }

    // What it says, but for its name and its description. Stateless rules are named by their place, which is part of what they say.
    private static string BodyOf(FirewallRule rule) =>
        rule.Label.StartsWith("priority ", StringComparison.Ordinal)
            ? rule.Label
            : string.Join(
                '\n',
                ((string[])[rule.Action.ToString(), rule.Traffic.ToString()])
                    .Concat(rule.Asked)
                    .Append("marks")
                    .Concat(rule.Marks)
                    .Append("notices")
                    .Concat(rule.Notices)
            );

    private static StateChange Removed(FirewallRule rule) =>
        new(
            rule.Action switch
            {
                FirewallAction.Pass when rule.Marks.IsEmpty => ChangeEffect.Stronger,
                FirewallAction.Pass or FirewallAction.Forward => ChangeEffect.Unknown,
                _ => ChangeEffect.Weaker,
            },
            $"rule {rule.Label} removed: {rule}"
        )
        {
            Rule = rule.Label,
        };

    private static StateChange Added(FirewallRule rule, ImmutableArray<FirewallRule> passing, bool isOrdered) =>
        new(
            rule.Action switch
            {
                FirewallAction.Pass when !isOrdered && passing.Any(one => rule.Traffic.IsWithin(one.Traffic) == true) =>
                    ChangeEffect.Neutral,
                FirewallAction.Pass => ChangeEffect.Weaker,
                FirewallAction.Forward => ChangeEffect.Unknown,
                // What it marks, rules that let through may ask after.
                FirewallAction.Alert when !rule.Marks.IsEmpty => ChangeEffect.Unknown,
                _ => ChangeEffect.Stronger,
            },
            $"rule {rule.Label} added: {rule}"
        )
        {
            Rule = rule.Label,
        };

    // In the order of the list. A name that comes twice is told apart by how often it came before.
    private static OrderedDictionary<string, FirewallRule> Named(ImmutableArray<FirewallRule> rules)
    {
        var named = new OrderedDictionary<string, FirewallRule>(rules.Length, StringComparer.Ordinal);
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            var name = IsName(rule.Label) ? rule.Label : rule.ToString();
            while (!named.TryAdd(name, rule))
            {
                times[rule.Label] = times.GetValueOrDefault(rule.Label, 1) + 1;
                name = string.Create(CultureInfo.InvariantCulture, $"{rule.Label} ({times[rule.Label]})");
            }
        }
        return named;
    }

    private static bool IsName(string label) =>
        label.StartsWith("sid ", StringComparison.Ordinal) || label.StartsWith("priority ", StringComparison.Ordinal);
}
