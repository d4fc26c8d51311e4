namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares the statements that And or Or combine, in whatever order they stand: those of the one that are not in the other as they
/// are, are taken for changed where there is exactly one of their type on either side, else for removed and added.
/// </summary>
internal static class StatementListComparison
{
    /// <param name="before">What was.</param>
    /// <param name="after">What is now.</param>
    /// <param name="addedIs">What one more statement means: narrower for And, wider for Or.</param>
    public static IEnumerable<StatementChange> Between(WafStatement before, WafStatement after, Reach addedIs)
    {
        var removed = before.Inner.ToList();
        var added = after.Inner.Where(item => !TakeSame(removed, item)).ToList();
        var changed = Pairs(removed, added);
        var place = StatementComparison.PlaceIn(after, "Statements");
        var removedIs = addedIs == Reach.Narrower ? Reach.Wider : Reach.Narrower;
        var word = addedIs == Reach.Narrower ? "condition" : "alternative";
        return
        [
            .. changed.SelectMany(pair => StatementComparison.Between(pair.Before, pair.After)),
            .. removed.Select(item => new StatementChange(
                removedIs,
                $"{word} removed: {StatementComparison.Name(item)}",
                place
            )),
            .. added.Select(item => new StatementChange(
                addedIs,
                $"{word} added: {StatementComparison.Name(item)}",
                place
            )),
        ];
    }

    private static bool TakeSame(List<WafStatement> removed, WafStatement item)
    {
        var index = removed.FindIndex(other => StatementComparison.Same(other, item));
        if (index < 0)
        {
            return false;
        }
        removed.RemoveAt(index);
        return true;
    }

    private static List<(WafStatement Before, WafStatement After)> Pairs(
        List<WafStatement> removed,
        List<WafStatement> added
    )
    {
        var pairs = new List<(WafStatement, WafStatement)>();
        foreach (var type in removed.Select(item => item.Type).Distinct(StringComparer.Ordinal).ToList())
        {
            var (from, to) = (removed.FindAll(item => item.Type == type), added.FindAll(item => item.Type == type));
            if (from.Count == 1 && to.Count == 1)
            {
                pairs.Add((from[0], to[0]));
                removed.Remove(from[0]);
                added.Remove(to[0]);
            }
        }
        return pairs;
    }
}
