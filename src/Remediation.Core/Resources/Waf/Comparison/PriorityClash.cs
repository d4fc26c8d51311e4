using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// No two rules can have one priority. A rule that is put back to where it was can meet another that was moved there meanwhile; that
/// one then has to go back as well, which it can when it is a rule of before, and so has what it must not come behind. A rule that is
/// new there stays, unless it is itself what is undone, and so the other cannot be put back.
/// </summary>
internal sealed class PriorityClash
{
    private readonly RuleMatching _rules;
    private readonly ImmutableArray<DocumentPath> _undone;

    private PriorityClash(RuleMatching rules, ImmutableArray<DocumentPath> undone) =>
        (_rules, _undone) = (rules, undone);

    /// <summary>The changes, each weaker one with all the places that have to be put back together, or none where that cannot be.</summary>
    public static ImmutableArray<StateChange> Resolved(ImmutableArray<StateChange> changes, RuleMatching rules)
    {
        var undone = changes
            .Where(change => change.Effect == ChangeEffect.Weaker)
            .SelectMany(change => change.Paths)
            .ToImmutableArray();
        var clash = new PriorityClash(rules, undone);
        return
        [
            .. changes.Select(change =>
                change.Effect == ChangeEffect.Weaker && !change.Paths.IsEmpty ? clash.Resolved(change) : change
            ),
        ];
    }

    private StateChange Resolved(StateChange change)
    {
        var paths = change.Paths.ToList();
        while (Meeting(paths) is var (name, pair))
        {
            var back =
                pair is null || pair.Before.Priority == pair.After.Priority
                    ? []
                    : RuleOrder.BackWith(pair, _rules).ToList();
            if (back.Count == 0 || back.Exists(other => other.IsRenamed))
            {
                return change with { Paths = [], Text = $"{change.Text} (its place is now taken by {name})" };
            }
            paths.AddRange(
                back.Select(other => other.After.Path.Then("Priority")).Where(place => !Covers(paths, place))
            );
        }
        return change with { Paths = [.. paths] };
    }

    // A rule that stays where it is although another is put back there.
    private (string Name, RulePair? Pair)? Meeting(List<DocumentPath> paths)
    {
        var put = _rules
            .Pairs.Select(pair => pair.Before)
            .Concat(_rules.Removed)
            .Where(rule => Covers(paths, rule.Path.Then("Priority")))
            .Select(rule => rule.Priority)
            .ToHashSet();
        foreach (var pair in _rules.Pairs)
        {
            if (!IsUndone(paths, pair.After.Path.Then("Priority")) && put.Contains(pair.After.Priority))
            {
                return (pair.After.Name, pair);
            }
        }
        return
            _rules.Added.FirstOrDefault(rule => !IsUndone(paths, rule.Path) && put.Contains(rule.Priority)) is { } added
            ? (added.Name, null)
            : null;
    }

    private bool IsUndone(List<DocumentPath> paths, DocumentPath place) =>
        Covers(paths, place) || Covers(_undone, place);

    private static bool Covers(IEnumerable<DocumentPath> paths, DocumentPath place) =>
        paths.Any(path => path.Covers(place));
}
