using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources.Documents;

/// <summary>
/// Takes a change back out of a document that others may have changed since: every place at which the change made something else of
/// what was there is put back, and every other place stays as it is now. A place that somebody has changed as well is a conflict.
/// JSON's null counts as nothing. It does not judge whether the outcome is one that AWS accepts.
/// </summary>
/// <param name="isForced">Whether a place in conflict gets back what was there first; else it stays as it is now.</param>
/// <param name="isResumed">Whether a part of the change may have been taken back before, so that what it had put there may be gone.</param>
public sealed class DocumentMerge(bool isForced, bool isResumed)
{
    private readonly ImmutableArray<DocumentConflict>.Builder _conflicts =
        ImmutableArray.CreateBuilder<DocumentConflict>();

    /// <summary>The places in conflict, in the order in which they were found.</summary>
    public ImmutableArray<DocumentConflict> Conflicts => _conflicts.ToImmutable();

    /// <param name="path">Where the documents are, for the conflicts.</param>
    /// <param name="prior">As it was before the change.</param>
    /// <param name="made">As the change left it.</param>
    /// <param name="present">As it is now.</param>
    /// <returns>As it is now without the change; null for nothing.</returns>
    public AwsDocument? Merge(DocumentPath path, AwsDocument? prior, AwsDocument? made, AwsDocument? present)
    {
        if (AreSame(prior, made) || AreSame(present, prior))
        {
            return present;
        }
        if (AreSame(present, made))
        {
            return prior;
        }
        return (KindOf(prior), KindOf(made), KindOf(present)) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object, JsonValueKind.Object)
                when !IsReplaced(prior!, made!, present!) => MergeObjects(path, prior!, made!, present!),
            (JsonValueKind.Array, JsonValueKind.Array, JsonValueKind.Array)
                when ListIdentity.Of(prior!, made!, present!) is { } identity => MergeLists(
                path,
                identity,
                prior!,
                made!,
                present!
            ),
            _ => Conflict(path, prior, made, present),
        };
    }

    private static bool AreSame(AwsDocument? one, AwsDocument? other) =>
        one is null ? other is null : other is not null && (one.Equals(other) || one.Bare.Equals(other.Bare));

    private static JsonValueKind KindOf(AwsDocument? document) => document?.Root.ValueKind ?? JsonValueKind.Undefined;

    private AwsDocument? Conflict(DocumentPath path, AwsDocument? prior, AwsDocument? made, AwsDocument? present)
    {
        _conflicts.Add(new(path, prior, made, present));
        return isForced ? prior : present;
    }

    // AWS writes a choice as the one member that is there: what the change had chosen is neither there any more nor what was there
    // before, so that to put that beside what is there now would be no choice at all.
    private static bool IsReplaced(AwsDocument prior, AwsDocument made, AwsDocument present)
    {
        var (was, became, isNow) = (Names(prior), Names(made), Names(present));
        return was.Except(became).Except(isNow).Count > 0 && became.Except(was).Except(isNow).Count > 0;
    }

    private static ImmutableHashSet<string> Names(AwsDocument document) =>
        [
            .. document
                .Root.EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .Select(member => member.Name),
        ];

    private AwsDocument MergeObjects(DocumentPath path, AwsDocument prior, AwsDocument made, AwsDocument present)
    {
        var names = present
            .Root.EnumerateObject()
            .Concat(prior.Root.EnumerateObject())
            .Select(member => member.Name)
            .Distinct(StringComparer.Ordinal);
        var members = new List<(string Name, AwsDocument Value)>();
        foreach (var name in names)
        {
            var at = DocumentPath.Of(name);
            var merged = Merge(path.Then(name), prior.At(at), made.At(at), present.At(at));
            // What AWS tells as null stays as it tells it.
            if (merged is not null || (present.At(at) is null && present.Root.TryGetProperty(name, out _)))
            {
                members.Add((name, merged ?? AwsDocument.Parse("null")));
            }
        }
        return AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.Root.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
    }

    private AwsDocument MergeLists(
        DocumentPath path,
        ListIdentity identity,
        AwsDocument prior,
        AwsDocument made,
        AwsDocument present
    )
    {
        var (was, became, isNow) = (identity.ById(prior), identity.ById(made), identity.ById(present));
        var restored = was.Keys.Any(id => !became.ContainsKey(id) && !isNow.ContainsKey(id));
        var missing = became.Keys.Where(id => !was.ContainsKey(id) && !isNow.ContainsKey(id)).ToList();
        var isReordered = !identity.IsNamed && !SameOrder([.. was.Keys], [.. became.Keys]);
        // What stood in the place of what is to come back is gone or is something else now: nobody can tell what was meant. Whoever
        // forces it wants what was there back, and not what others have put beside it away.
        if (isReordered || (restored && missing.Count > 0 && !isResumed))
        {
            var whole = Conflict(path, prior, made, present)!;
            if (isReordered || !isForced)
            {
                return whole;
            }
        }
        var merged = new List<(string Id, AwsDocument Value)>();
        foreach (var (id, value) in isNow)
        {
            if (
                Merge(identity.PathOf(path, id), was.GetValueOrDefault(id), became.GetValueOrDefault(id), value) is
                { } kept
            )
            {
                merged.Add((id, kept));
            }
        }
        foreach (var id in was.Keys.Where(id => !isNow.ContainsKey(id)))
        {
            if (Merge(identity.PathOf(path, id), was[id], became.GetValueOrDefault(id), null) is { } back)
            {
                merged.Insert(PlaceOf(id, [.. was.Keys], merged), (id, back));
            }
        }
        var isAsBefore =
            merged.Count == was.Count && merged.TrueForAll(item => AreSame(was.GetValueOrDefault(item.Id), item.Value));
        return isAsBefore ? prior : ListedDocument.Of(merged.Select(item => item.Value.Root));
    }

    // After the nearest of those that stood before it.
    private static int PlaceOf(string id, List<string> order, List<(string Id, AwsDocument Value)> list)
    {
        for (var before = order.IndexOf(id) - 1; before >= 0; before--)
        {
            var at = list.FindIndex(item => item.Id == order[before]);
            if (at >= 0)
            {
                return at + 1;
            }
        }
        return 0;
    }

    private static bool SameOrder(List<string> one, List<string> other) =>
        one.Where(other.Contains).SequenceEqual(other.Where(one.Contains), StringComparer.Ordinal);
}
