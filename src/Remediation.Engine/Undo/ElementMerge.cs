using System.Collections.Immutable;

namespace Remediation.Engine.Undo;

/// <summary>
/// Takes a change back out of a set of elements that others may have changed since, each told by its key. The like of
/// <see cref="Core.Resources.Documents.DocumentMerge"/> for what is no document.
/// </summary>
/// <param name="keyOf">What makes it the same element.</param>
/// <param name="areSame">Whether two of one key say the same.</param>
/// <param name="tell">How to name a key's element in a conflict, and how to tell its content (of none: null).</param>
/// <param name="force">How conflicts are met.</param>
public sealed class ElementMerge<T>(
    Func<T, string> keyOf,
    Func<T, T, bool> areSame,
    Func<T, (string What, string Content)> tell,
    MergeMode force
)
    where T : class
{
    private readonly ImmutableArray<UndoConflict>.Builder _conflicts = ImmutableArray.CreateBuilder<UndoConflict>();

    public ImmutableArray<UndoConflict> Conflicts => _conflicts.ToImmutable();

    public ImmutableArray<T> Merge(IEnumerable<T> prior, IEnumerable<T> made, IEnumerable<T> present)
    {
        var isNow = present.ToList();
        var (was, became) = (ByKey(prior), ByKey(made));
        var now = ByKey(isNow);
        var changed = was
            .Keys.Union(became.Keys, StringComparer.Ordinal)
            .Where(key => !Same(was, became, key) && !Same(now, was, key))
            .ToList();
        var isRestoring = changed.Exists(key => was.ContainsKey(key));
        // What stood in the place of what is to come back is gone: nobody can tell what was meant.
        if (isRestoring && !force.IsResumed)
        {
            foreach (var key in became.Keys.Where(key => !was.ContainsKey(key) && !now.ContainsKey(key)))
            {
                Add(null, became[key], null);
            }
        }
        foreach (var key in changed)
        {
            var isOurs = Same(now, became, key);
            if (!isOurs)
            {
                Add(was.GetValueOrDefault(key), became.GetValueOrDefault(key), now.GetValueOrDefault(key));
            }
            if (isOurs || force.IsForced)
            {
                Put(isNow, key, was.GetValueOrDefault(key));
            }
        }
        return [.. isNow];
    }

    private void Put(List<T> elements, string key, T? element)
    {
        var at = elements.FindIndex(other => keyOf(other) == key);
        elements.RemoveAll(other => keyOf(other) == key);
        if (element is not null)
        {
            elements.Insert(at < 0 ? elements.Count : at, element);
        }
    }

    private Dictionary<string, T> ByKey(IEnumerable<T> elements)
    {
        var byKey = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            byKey.TryAdd(keyOf(element), element);
        }
        return byKey;
    }

    private bool Same(Dictionary<string, T> one, Dictionary<string, T> other, string key) =>
        (one.GetValueOrDefault(key), other.GetValueOrDefault(key)) switch
        {
            (null, null) => true,
            ({ } mine, { } theirs) => areSame(mine, theirs),
            _ => false,
        };

    private void Add(T? prior, T? made, T? present) =>
        _conflicts.Add(new(tell((prior ?? made ?? present)!).What, Content(prior), Content(made), Content(present)));

    private string Content(T? element) => element is null ? "nothing" : tell(element).Content;
}
