using System.Collections.Immutable;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What changed of a policy's use of rule groups.</summary>
internal static class ReferenceChanges
{
    /// <param name="changes">Where to say it.</param>
    /// <param name="before">The references that were.</param>
    /// <param name="after">The references that are.</param>
    /// <param name="isOrdered">Whether the order of their priorities counts.</param>
    public static void Between(
        ChangeCollector changes,
        ImmutableArray<RuleGroupReference> before,
        ImmutableArray<RuleGroupReference> after,
        bool isOrdered
    )
    {
        foreach (var was in before)
        {
            if (after.FirstOrDefault(one => one.Arn == was.Arn) is { } now)
            {
                Use(changes, was, now);
            }
            else
            {
                changes.Add(ChangeEffect.Weaker, $"rule group {was.Name} is no longer used", was.Path, was.Arn);
            }
        }
        foreach (var now in after.Where(one => !before.Any(was => was.Arn == one.Arn)))
        {
            var only = now.Override is null ? "" : $", with {now.Override}";
            changes.Add(
                now.IsAwsManaged ? ChangeEffect.Stronger : ChangeEffect.Unknown,
                $"rule group {now.Name} is newly used{only}",
                now.Path,
                now.Arn
            );
        }
        Order(changes, before, after, isOrdered);
    }

    private static void Use(ChangeCollector changes, RuleGroupReference was, RuleGroupReference now)
    {
        if (was.Override != now.Override)
        {
            changes.Add(
                now.Override == RuleGroupReference.DropToAlert ? ChangeEffect.Weaker
                    : now.Override is null && was.Override == RuleGroupReference.DropToAlert ? ChangeEffect.Stronger
                    : ChangeEffect.Unknown,
                $"override of rule group {was.Name}: {was.Override ?? "none"} → {now.Override ?? "none"}",
                was.Path.Then("Override"),
                was.Arn
            );
        }
        if (was.IsDeeplyInspected != now.IsDeeplyInspected)
        {
            changes.Add(
                was.IsDeeplyInspected ? ChangeEffect.Weaker : ChangeEffect.Stronger,
                $"deep threat inspection by rule group {was.Name} {(was.IsDeeplyInspected ? "on → off" : "off → on")}",
                was.Path.Then("DeepThreatInspection"),
                was.Arn
            );
        }
    }

    // Rules that only keep out lose by coming later, since a pass rule before them ends the questions.
    private static void Order(
        ChangeCollector changes,
        ImmutableArray<RuleGroupReference> before,
        ImmutableArray<RuleGroupReference> after,
        bool isOrdered
    )
    {
        var (was, now) = (Ranks(before, after), Ranks(after, before));
        foreach (
            var reference in after.Where(one => changes.Differs(one.Path.Then("Priority")) && was.ContainsKey(one.Arn))
        )
        {
            var (from, to) = (was[reference.Arn], now[reference.Arn]);
            var effect =
                from == to || !isOrdered ? ChangeEffect.Neutral
                : !reference.IsAwsManaged ? ChangeEffect.Unknown
                : to > from ? ChangeEffect.Weaker
                : ChangeEffect.Stronger;
            var old = before.First(one => one.Arn == reference.Arn).Priority;
            changes.Add(
                effect,
                $"rule group {reference.Name} moved from priority {Text(old)} to {Text(reference.Priority)}"
                    + (from == to ? ", in the same order" : $", place {from + 1} → {to + 1}"),
                reference.Path.Then("Priority"),
                reference.Arn
            );
        }
    }

    private static string Text(int? priority) => priority is { } number ? $"{number}" : "none";

    private static Dictionary<string, int> Ranks(
        ImmutableArray<RuleGroupReference> references,
        ImmutableArray<RuleGroupReference> others
    ) =>
        references
            .Where(one => others.Any(other => other.Arn == one.Arn))
            .OrderBy(one => one.Priority ?? int.MaxValue)
            .DistinctBy(one => one.Arn, StringComparer.Ordinal)
            .Select((one, rank) => (one.Arn, rank))
            .ToDictionary(pair => pair.Arn, pair => pair.rank, StringComparer.Ordinal);
}
