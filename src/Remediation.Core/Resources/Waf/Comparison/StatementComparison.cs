using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares what two statements match by their structure: what a conjunct takes away, a disjunct adds and a negation turns round.
/// What the structure does not tell is unknown.
/// </summary>
internal static class StatementComparison
{
    public static IEnumerable<StatementChange> Between(WafStatement before, WafStatement after)
    {
        if (Same(before, after))
        {
            return [];
        }
        if (!before.IsKnown || !after.IsKnown)
        {
            return [new(Reach.Unknown, $"statement {Name(before)} → {Name(after)}", PlaceOf(after))];
        }
        return before.Type == after.Type ? OfOneType(before, after) : OfTwoTypes(before, after);
    }

    /// <summary>Whether two statements say the same.</summary>
    public static bool Same(WafStatement before, WafStatement after) =>
        before.Type == after.Type && JsonEquality.Same(before.Body, after.Body);

    /// <summary>The place of a whole statement: what is within a list of statements can only be put back with the list.</summary>
    public static DocumentPath PlaceOf(WafStatement statement) =>
        Restorable(statement.Type.Length == 0 ? statement.Path : statement.Path.Take(statement.Path.Steps.Length - 1));

    /// <summary>The place of what is within a statement.</summary>
    public static DocumentPath PlaceIn(WafStatement statement, params ReadOnlySpan<string> members) =>
        Restorable(statement.Path.Then(members));

    /// <summary>What people call a statement: its type, and the one thing that tells it from others of the type.</summary>
    public static string Name(WafStatement statement)
    {
        var type = statement.Type.EndsWith("Statement", StringComparison.Ordinal)
            ? statement.Type[..^"Statement".Length]
            : statement.Type;
        var detail = statement.ReferencedArn is { } arn
            ? WafArn.Parse(arn)?.Name ?? arn
            : AwsJson.Text(statement.Body, "Name"u8) ?? AwsJson.Text(statement.Body, "Key"u8);
        return detail is null ? type : $"{type} {detail}";
    }

    private static IEnumerable<StatementChange> OfOneType(WafStatement before, WafStatement after) =>
        after.Type switch
        {
            WafStatement.Not => Negation(before, after),
            WafStatement.And => StatementListComparison.Between(before, after, addedIs: Reach.Narrower),
            WafStatement.Or => StatementListComparison.Between(before, after, addedIs: Reach.Wider),
            WafStatement.RateBased => RateComparison.Between(before, after),
            WafStatement.ManagedRuleGroup or WafStatement.RuleGroupReference => GroupComparison.Between(before, after),
            _ => MatchComparison.Between(before, after),
        };

    private static IEnumerable<StatementChange> Negation(WafStatement before, WafStatement after) =>
        (before.Inner.FirstOrDefault(), after.Inner.FirstOrDefault()) is ({ } from, { } to)
            ? Between(from, to).Select(change => change.Negated)
            : [new(Reach.Unknown, "what is negated changed", PlaceOf(after))];

    // One statement put into a combination with others, or taken out of one, or negated.
    private static List<StatementChange> OfTwoTypes(WafStatement before, WafStatement after)
    {
        var place = PlaceOf(after);
        if (IsNegationOf(after, before) || IsNegationOf(before, after))
        {
            return [new(Reach.Other, $"statement {Name(before)} negated", place)];
        }
        if (Holds(after, before))
        {
            return after.Type == WafStatement.And
                ? [new(Reach.Narrower, $"condition added to {Name(before)}: {Others(after, before)}", place)]
                : [new(Reach.Wider, $"alternative added to {Name(before)}: {Others(after, before)}", place)];
        }
        if (Holds(before, after))
        {
            return before.Type == WafStatement.And
                ? [new(Reach.Wider, $"condition removed from {Name(after)}: {Others(before, after)}", place)]
                : [new(Reach.Narrower, $"alternative removed from {Name(after)}: {Others(before, after)}", place)];
        }
        return [new(Reach.Unknown, $"statement {Name(before)} → {Name(after)}", place)];
    }

    private static bool IsNegationOf(WafStatement outer, WafStatement inner) =>
        outer.Type == WafStatement.Not && outer.Inner.Any(item => Same(item, inner));

    private static bool Holds(WafStatement outer, WafStatement inner) =>
        outer.Type is WafStatement.And or WafStatement.Or && outer.Inner.Any(item => Same(item, inner));

    private static string Others(WafStatement outer, WafStatement inner) =>
        string.Join(", ", outer.Inner.Where(item => !Same(item, inner)).Select(Name));

    private static DocumentPath Restorable(DocumentPath path)
    {
        var count = 0;
        while (count < path.Steps.Length && (path.Steps[count].IsMember || path.Steps[count].Value is not null))
        {
            count++;
        }
        return path.Take(count);
    }
}
