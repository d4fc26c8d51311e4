using System.Collections.Immutable;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Quarantines;

/// <summary>Plans what lets a workload out again, resource by resource, three-way against what somebody has changed since. Pure.</summary>
public static class ReleasePlanner
{
    /// <summary>What gives an interface the groups and tags that it had.</summary>
    /// <param name="present">As it is now.</param>
    /// <param name="prior">As it was before it was cut off.</param>
    /// <param name="groupId">The group that it was moved into.</param>
    /// <param name="isThere">Whether a group still exists.</param>
    /// <param name="isForced">Whether what somebody has changed since is put back as well.</param>
    public static (
        QuarantinePlanning Planning,
        ImmutableArray<string> Conflicts,
        ImmutableArray<string> Notes
    ) ForInterface(
        ElasticInterface present,
        ElasticInterface prior,
        string groupId,
        Func<string, bool> isThere,
        bool isForced
    )
    {
        var gone = prior.GroupIds.Where(id => !isThere(id)).ToImmutableArray();
        var back = prior.GroupIds.RemoveRange(gone, StringComparer.Ordinal);
        var desired = present.WithTags(
            present
                .Tags.Where(tag => !QuarantinePlanner.IsGroups(tag))
                .Concat(prior.Tags.Where(QuarantinePlanner.IsGroups))
        );
        var isBack = present.GroupIds.ToHashSet(StringComparer.Ordinal).SetEquals(back);
        ImmutableArray<string> notes =
        [
            .. gone.Select(id =>
                $"{id}, one of the groups of {present.Id.Id}, does not exist any more and does not come back"
            ),
        ];
        if (isBack && !back.IsEmpty)
        {
            return (QuarantinePlanner.Between(present, desired), [], notes);
        }
        if (!QuarantinePlanner.IsIn(present, groupId) && !isForced)
        {
            return (
                QuarantinePlanning.Nothing,
                [
                    $"{present.Id.Id}: before the quarantine in {Text(prior.GroupIds)}, after it in {groupId}, and now in "
                        + $"{Text(present.GroupIds)}: somebody has changed it since",
                ],
                notes
            );
        }
        if (!back.IsEmpty)
        {
            return (QuarantinePlanner.Between(present, desired.WithGroups(back, prior.GroupNameOf)), [], notes);
        }
        // Without any group an interface cannot be, and which one is meant instead nobody here can tell.
        return isForced
            ? (
                QuarantinePlanner.Between(present, desired),
                [],
                notes.Add($"{present.Id.Id} stays in {Text(present.GroupIds)} until you give it other groups")
            )
            : (
                QuarantinePlanning.Impossible(
                    $"none of the groups that {present.Id.Id} was in exists any more ({Text(prior.GroupIds)}): give it the groups that "
                        + "it is to have by hand, and release it with --force, which clears away the rest"
                ),
                [],
                notes
            );
    }

    /// <summary>What takes the entries away again that a quarantine made.</summary>
    /// <param name="present">As it is now.</param>
    /// <param name="made">The entries that were made.</param>
    /// <param name="isForced">Whether the rest is taken away although somebody has changed some of them.</param>
    public static (QuarantinePlanning Planning, ImmutableArray<string> Conflicts) ForAcl(
        NetworkAcl present,
        IReadOnlyCollection<NetworkAclEntry> made,
        bool isForced
    )
    {
        var ours = present.Entries.Where(made.Contains).ToImmutableArray();
        ImmutableArray<string> conflicts =
        [
            .. made.Where(entry => !present.Entries.Contains(entry))
                .Select(entry =>
                    (
                        Made: entry,
                        Now: present.Entries.FirstOrDefault(other =>
                            other.Direction == entry.Direction && other.RuleNumber == entry.RuleNumber
                        )
                    )
                )
                .Where(pair => pair.Now is not null)
                .Select(pair =>
                    $"{present.Id.Id}: the quarantine made {pair.Made}, and now it is {pair.Now}: somebody has changed it since"
                ),
        ];
        if (!conflicts.IsEmpty && !isForced)
        {
            return (QuarantinePlanning.Nothing, conflicts);
        }
        return (
            ours.IsEmpty
                ? QuarantinePlanning.Nothing
                : QuarantinePlanning.Of(
                    new()
                    {
                        Before = present,
                        Desired = present.WithEntries(present.Entries.RemoveRange(ours)),
                        Calls = [.. ours.Select(entry => NetworkAclCalls.Delete(present, entry))],
                        Targets = [],
                    }
                ),
            []
        );
    }

    private static string Text(ImmutableArray<string> groups) => string.Join(", ", groups);
}
