using System.Text.Json;

namespace Remediation.Core.Resources.Documents;

/// <summary>
/// Puts single places of a document state back as an earlier state has them, and leaves everything else as it is now: what others
/// added since stays. That is a three-way merge in which the places are the only thing taken from the earlier state. It does not
/// judge whether the outcome is one that AWS accepts.
/// </summary>
public static class DocumentRestoration
{
    /// <param name="current">The state as it is.</param>
    /// <param name="earlier">The state to take the places from; what it has not there is taken out.</param>
    /// <param name="paths">The places, each led by the part's operation.</param>
    public static DocumentState Restored(
        DocumentState current,
        DocumentState earlier,
        IEnumerable<DocumentPath> paths
    ) => paths.Aggregate(current, (state, path) => Restored(state, earlier, path));

    private static DocumentState Restored(DocumentState state, DocumentState earlier, DocumentPath path)
    {
        var operation = path.Steps[0].Member!;
        var (part, was) = (state.Parts.GetValueOrDefault(operation), earlier.Parts.GetValueOrDefault(operation));
        var rest = path.Skip(1);
        if (rest.Steps.IsEmpty || part is null)
        {
            return state.WithPart(operation, rest.Steps.IsEmpty ? was : Sole(rest, was));
        }
        return state.WithPart(operation, Put(part, rest, was?.At(rest)));
    }

    // A part that is not there any more has nothing else in it that would have to stay.
    private static AwsDocument? Sole(DocumentPath rest, AwsDocument? was) => was?.At(rest) is null ? null : was;

    private static AwsDocument Put(AwsDocument part, DocumentPath path, AwsDocument? value)
    {
        if (value is null)
        {
            return part.Without(path);
        }
        return WithLists(part, path).With(path, value);
    }

    // An element can only be put into a list that is there.
    private static AwsDocument WithLists(AwsDocument part, DocumentPath path)
    {
        for (var i = 1; i < path.Steps.Length; i++)
        {
            var list = path.Take(i);
            if (!path.Steps[i].IsMember && part.At(list)?.Root.ValueKind != JsonValueKind.Array)
            {
                part = part.With(list, AwsDocument.Parse("[]"));
            }
        }
        return part;
    }
}
