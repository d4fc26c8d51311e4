using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine.Baselines;

/// <summary>
/// What changed between two states of one resource, for people: what it means where the type can say, and else what differs.
/// </summary>
public static class StateComparison
{
    private const int LongestValue = 200;

    public static IReadOnlyList<StateChange> Between(ResourceState before, ResourceState after)
    {
        var told = after.ChangesSince(before);
        var plain = (before, after) switch
        {
            _ when told is { Count: > 0 } => [],
            (SecurityGroup from, SecurityGroup to) => Lines(from.Rules, to.Rules, rule => $"{rule}"),
            (NetworkAcl from, NetworkAcl to) => Lines(from.Entries, to.Entries, entry => $"{entry}"),
            (DocumentState from, DocumentState to) => from.DifferencesTo(to).Select(Line),
            _ => [],
        };
        return [.. told ?? [], .. plain];
    }

    private static IEnumerable<StateChange> Lines<T>(
        ImmutableArray<T> before,
        ImmutableArray<T> after,
        Func<T, string> text
    )
        where T : notnull =>
        before
            .Where(item => !after.Contains(item))
            .Select(item => new StateChange(ChangeEffect.Unknown, $"{text(item)} removed"))
            .Concat(
                after
                    .Where(item => !before.Contains(item))
                    .Select(item => new StateChange(ChangeEffect.Unknown, $"{text(item)} added"))
            );

    private static StateChange Line(DocumentDifference difference) =>
        new(ChangeEffect.Unknown, $"{difference.Path}: {Text(difference.Before)} → {Text(difference.After)}");

    private static string Text(AwsDocument? document) =>
        document is null ? "nothing"
        : document.Text.Length <= LongestValue ? document.Text
        : document.Text[..LongestValue] + "…";
}
