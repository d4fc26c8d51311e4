using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// Gathers what changed between two states, and holds it against every place at which they differ: a place that nobody had a word
/// for is an unknown change, and what shares a place with a change of another meaning cannot be undone alone.
/// </summary>
internal sealed class ChangeCollector
{
    private readonly ImmutableArray<DocumentDifference> _differences;
    private readonly List<(StateChange Change, DocumentPath Place)> _changes = [];
    private Func<StateChange, bool> _isApart = _ => false;

    public ChangeCollector(DocumentState before, DocumentState after)
    {
        var unread = before.UnknownParts.Concat(after.UnknownParts).ToList();
        _differences =
        [
            .. before
                .DifferencesTo(after)
                .Where(difference => !unread.Exists(part => part.Key == difference.Path.Steps[0].Member)),
        ];
        foreach (var part in unread.DistinctBy(part => part.Key, StringComparer.Ordinal))
        {
            Add(ChangeEffect.Unknown, $"what {part.Key} tells is not known: {part.Value}", DocumentPath.Of(part.Key));
        }
    }

    public bool IsEmpty => _differences.IsEmpty && _changes.Count == 0;

    /// <summary>Whether the states differ at the place or anywhere in it.</summary>
    public bool Differs(DocumentPath place) => _differences.Any(difference => Touch(difference.Path, place));

    public void Add(ChangeEffect effect, string text, DocumentPath place, string? rule = null) =>
        _changes.Add((new(effect, text) { Rule = rule }, place));

    /// <summary>
    /// Says which changes at a place that they share with others can be undone alone, where every change there is of some one rule.
    /// </summary>
    public void Apart(DocumentPath place, Func<string, bool> isMergeable)
    {
        var there = _changes.Where(item => Touch(item.Place, place)).Select(item => item.Change).ToList();
        if (there.Exists(change => change.Rule is null || !isMergeable(change.Rule)))
        {
            return;
        }
        var mixed = there
            .Where(change => change.Effect != ChangeEffect.Neutral)
            .GroupBy(change => change.Rule!, StringComparer.Ordinal)
            .Where(rule => rule.Select(change => change.Effect).Distinct().Skip(1).Any())
            .Select(rule => rule.Key)
            .ToHashSet(StringComparer.Ordinal);
        var apart = there.Where(change => !mixed.Contains(change.Rule!)).ToHashSet();
        _isApart = apart.Contains;
    }

    /// <summary>Says a word for what differs at the place, where it does.</summary>
    public void AddIfDiffers(ChangeEffect effect, string text, DocumentPath place)
    {
        if (Differs(place))
        {
            Add(effect, text, place);
        }
    }

    public IReadOnlyList<StateChange> All()
    {
        foreach (var path in _differences.Select(difference => difference.Path).Where(path => !IsTold(path)).ToList())
        {
            Add(ChangeEffect.Unknown, $"{path} changed, and what that means is not known", path);
        }
        // A list of rules has thousands of changes, and they are all at one place.
        var meanings = Meanings().ToList();
        var paths = meanings.ToDictionary(meaning => meaning, meaning => PathsOf(meaning, meanings));
        return
        [
            .. _changes.Select(item =>
                item.Change with
                {
                    Paths =
                        paths[(item.Change.Effect, item.Place)] is { IsEmpty: true } && _isApart(item.Change)
                            ? TouchedBy(item.Place)
                            : paths[(item.Change.Effect, item.Place)],
                }
            ),
        ];
    }

    private IEnumerable<(ChangeEffect Effect, DocumentPath Place)> Meanings() =>
        _changes.Select(item => (item.Change.Effect, item.Place)).Distinct();

    private bool IsTold(DocumentPath path) => Meanings().Any(item => Touch(path, item.Place));

    private ImmutableArray<DocumentPath> PathsOf(
        (ChangeEffect Effect, DocumentPath Place) meaning,
        List<(ChangeEffect Effect, DocumentPath Place)> meanings
    )
    {
        var paths = TouchedBy(meaning.Place);
        var isShared = meanings.Exists(other =>
            other.Effect != meaning.Effect && paths.Any(path => Touch(path, other.Place))
        );
        return isShared ? [] : paths;
    }

    private ImmutableArray<DocumentPath> TouchedBy(DocumentPath place) =>
        [.. _differences.Select(difference => difference.Path).Where(path => Touch(path, place))];

    private static bool Touch(DocumentPath one, DocumentPath other) => one.Covers(other) || other.Covers(one);
}
