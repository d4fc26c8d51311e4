using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Planning;

/// <summary>
/// Compares a document before and after a plan place by place: nothing may differ but what the evidence names, and nothing may
/// be weaker than it was.
/// </summary>
internal static class DocumentAudit
{
    private const int LongestValue = 160;

    public static IEnumerable<string> Objections(
        DocumentState before,
        DocumentState after,
        ImmutableArray<DocumentChange> expected
    )
    {
        var paths = expected.SelectMany(change => change.Paths).ToList();
        foreach (var difference in before.DifferencesTo(after))
        {
            if (!paths.Exists(path => path.Covers(difference.Path)))
            {
                yield return $"the plan changes {difference.Path}, which no finding names";
            }
        }
        foreach (var change in after.ChangesSince(before) ?? [])
        {
            if (change.Effect == ChangeEffect.Weaker)
            {
                yield return $"the plan makes the resource weaker: {change.Text}";
            }
        }
    }

    public static IEnumerable<string> Describe(DocumentState before, DocumentState after) =>
        before.DifferencesTo(after).Select(Describe);

    /// <summary>How many values are the same before and after.</summary>
    public static int Untouched(DocumentState before, DocumentState after)
    {
        var touched = before.DifferencesTo(after).Sum(difference => Values(difference.Before?.Root ?? default));
        return before.Substance.Values.Sum(part => Values(part.Root)) - touched;
    }

    private static string Describe(DocumentDifference difference) =>
        (difference.Before, difference.After) switch
        {
            (null, { } after) => $"{difference.Path}: puts {Shortened(after)}",
            ({ } before, null) => $"{difference.Path}: takes away {Shortened(before)}",
            var (before, after) => $"{difference.Path}: {Shortened(before!)} → {Shortened(after!)}",
        };

    private static string Shortened(AwsDocument document) =>
        document.Text.Length <= LongestValue ? document.Text : document.Text[..LongestValue] + "…";

    private static int Values(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Sum(member => Values(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().Sum(Values),
            JsonValueKind.Undefined => 0,
            _ => 1,
        };
}
