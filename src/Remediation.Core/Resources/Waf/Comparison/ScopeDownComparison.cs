namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares what a rate or a managed rule group is scoped down to; without a scope-down it looks at every request.</summary>
internal static class ScopeDownComparison
{
    public static IEnumerable<StatementChange> Between(WafStatement before, WafStatement after)
    {
        var place = StatementComparison.PlaceIn(after, "ScopeDownStatement");
        return (before.ScopedDownTo, after.ScopedDownTo) switch
        {
            (null, null) => [],
            (null, { } to) => [new(Reach.Narrower, $"scope-down added: {StatementComparison.Name(to)}", place)],
            ({ } from, null) => [new(Reach.Wider, $"scope-down removed: {StatementComparison.Name(from)}", place)],
            ({ } from, { } to) => StatementComparison
                .Between(from, to)
                .Select(change => change with { Text = $"scope-down: {change.Text}" }),
        };
    }
}
