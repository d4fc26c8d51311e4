using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares how a rule group is used: its version, the actions that are overridden, and what it is scoped down to. A rule of it that
/// is overridden to Count or Allow keeps out nothing any more, as if the group matched less.
/// </summary>
internal static class GroupComparison
{
    private const string Overrides = "RuleActionOverrides";
    private const string Excluded = "ExcludedRules";

    public static IEnumerable<StatementChange> Between(WafStatement before, WafStatement after)
    {
        var told = false;
        foreach (var member in JsonEquality.Differing(before.Body, after.Body))
        {
            if (member is Overrides or Excluded)
            {
                foreach (var change in told ? [] : OverridesBetween(before, after))
                {
                    yield return change;
                }
                told = true;
                continue;
            }
            foreach (var change in Member(before, after, member))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<StatementChange> Member(WafStatement before, WafStatement after, string member) =>
        member switch
        {
            "ScopeDownStatement" => ScopeDownComparison
                .Between(before, after)
                .Select(change => OfLenient(before, after, change)),
            "Version" => [Version(WafGroup.Of(before)!.Version, WafGroup.Of(after)!.Version, after)],
            "VendorName" or "Name" or "ARN" =>
            [
                new(
                    Reach.Unknown,
                    $"rule group {StatementComparison.Name(before)} → {StatementComparison.Name(after)}",
                    StatementComparison.PlaceOf(after)
                ),
            ],
            _ =>
            [
                new(Reach.Unknown, $"{member} of the rule group changed", StatementComparison.PlaceIn(after, member)),
            ],
        };

    // A group of which a rule lets through does that to more requests, too, when it looks at more.
    private static StatementChange OfLenient(WafStatement before, WafStatement after, StatementChange change) =>
        change.Reach == Reach.Wider && WafGroup.Of(before)!.Allows && WafGroup.Of(after)!.Allows
            ? change with
            {
                Reach = Reach.Unknown,
            }
            : change;

    private static StatementChange Version(string? before, string? after, WafStatement statement)
    {
        var reach = (Number(before), Number(after)) switch
        {
            ({ } from, { } to) when to < from => Reach.Narrower,
            ({ } from, { } to) when to > from => Reach.Wider,
            _ => Reach.Unknown,
        };
        return new(
            reach,
            $"rule group version {before ?? "default"} → {after ?? "default"}",
            StatementComparison.PlaceIn(statement, "Version")
        );
    }

    // Version_1.12 is newer than Version_1.9; static versions with a date compare by it.
    private static Version? Number(string? version)
    {
        var digits = version?[(version.LastIndexOf('_') + 1)..];
        return digits is not null && System.Version.TryParse(digits, out var number) ? number : null;
    }

    private static IEnumerable<StatementChange> OverridesBetween(WafStatement before, WafStatement after)
    {
        var (from, to) = (WafGroup.Of(before)!.Overrides, WafGroup.Of(after)!.Overrides);
        foreach (var rule in from.Concat(to).Select(item => item.Rule).Distinct(StringComparer.Ordinal))
        {
            var (was, becomes) = (ActionOn(from, rule), ActionOn(to, rule));
            if (was == becomes)
            {
                continue;
            }
            var reach = ReachOf(was, becomes);
            var text = $"rule {rule} of the group: {Words(was)} → {Words(becomes)}";
            foreach (var isExclusion in new[] { false, true })
            {
                if (from.Concat(to).Any(item => item.Rule == rule && item.IsExclusion == isExclusion))
                {
                    yield return new(reach, text, ItemPlace(after, isExclusion ? Excluded : Overrides, rule));
                }
            }
        }
    }

    // An excluded rule counts, whatever else is said of it.
    private static WafActionKind? ActionOn(IEnumerable<WafOverride> overrides, string rule) =>
        overrides.Where(item => item.Rule == rule).OrderByDescending(item => item.IsExclusion).FirstOrDefault()?.Action;

    // The group's own action is not known: it may be Block, and is at least as strong as Count.
    private static Reach ReachOf(WafActionKind? was, WafActionKind? becomes) =>
        (was, becomes) switch
        {
            (WafActionKind.Unknown, _) or (_, WafActionKind.Unknown) => Reach.Unknown,
            ({ } from, { } to) => to > from ? Reach.Wider : Reach.Narrower,
            (null, WafActionKind.Count or WafActionKind.Allow) => Reach.Narrower,
            (WafActionKind.Count or WafActionKind.Allow, null) => Reach.Wider,
            (null, WafActionKind.Block) => Reach.Wider,
            (WafActionKind.Block, null) => Reach.Narrower,
            _ => Reach.Unknown,
        };

    private static string Words(WafActionKind? action) => action is null ? "the group's own action" : $"{action}";

    // An element can be put back alone only into a list that is there.
    private static DocumentPath ItemPlace(WafStatement after, string list, string rule)
    {
        var place = StatementComparison.PlaceIn(after, list);
        return
            place.Steps.Length == after.Path.Steps.Length + 1
            && JsonEquality.Member(after.Body, list).ValueKind == System.Text.Json.JsonValueKind.Array
            ? place.Item("Name", rule)
            : place;
    }
}
