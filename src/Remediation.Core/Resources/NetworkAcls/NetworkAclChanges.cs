using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// What changed in one direction between two states of a network ACL, entry by entry, each with the traffic that passes because of
/// it and did not, and the other way round. Together they account for all that is let through now and was not.
/// </summary>
public sealed class NetworkAclChanges
{
    private readonly ImmutableSortedDictionary<int, NetworkAclEntry> _before;
    private readonly ImmutableSortedDictionary<int, NetworkAclEntry> _after;
    private readonly TrafficSet _allowedBefore;
    private readonly TrafficSet _allowedAfter;

    private NetworkAclChanges(NetworkAcl before, NetworkAcl after, Direction direction)
    {
        _before = ByNumber(before, direction);
        _after = ByNumber(after, direction);
        _allowedBefore = NetworkAcl.AllowedBy(_before.Values);
        _allowedAfter = NetworkAcl.AllowedBy(_after.Values);
        Opened = _allowedAfter.Except(_allowedBefore);
        Closed = _allowedBefore.Except(_allowedAfter);
        Entries = [.. Attributed([.. Paired()])];
    }

    /// <summary>What is let through now and was not.</summary>
    public TrafficSet Opened { get; }

    /// <summary>What was let through and is not now.</summary>
    public TrafficSet Closed { get; }

    /// <summary>The entries that are not as they were, by number.</summary>
    public ImmutableArray<NetworkAclEntryChange> Entries { get; }

    public static NetworkAclChanges Between(NetworkAcl before, NetworkAcl after, Direction direction) =>
        new(before, after, direction);

    // An entry that was and is there with the same content under another number moved.
    private IEnumerable<NetworkAclEntryChange> Paired()
    {
        var gone = _before.Values.Where(entry => _after.GetValueOrDefault(entry.RuleNumber) != entry).ToList();
        var come = _after.Values.Where(entry => _before.GetValueOrDefault(entry.RuleNumber) != entry).ToList();
        foreach (var was in gone.ToArray())
        {
            if (come.Find(entry => entry with { RuleNumber = was.RuleNumber } == was) is { } moved)
            {
                gone.Remove(was);
                come.Remove(moved);
                yield return new(was, moved);
            }
        }
        foreach (var was in gone)
        {
            var now = come.Find(entry => entry.RuleNumber == was.RuleNumber);
            come.RemoveAll(entry => entry == now);
            yield return new(was, now);
        }
        foreach (var now in come)
        {
            yield return new(null, now);
        }
    }

    // A change answers for what passes by it alone, on top of the old entries or taken out of the new ones. What only several
    // together let through, every one of them that speaks of it answers for.
    private IEnumerable<NetworkAclEntryChange> Attributed(ImmutableArray<NetworkAclEntryChange> changes)
    {
        var alone = changes.Select(Alone).ToList();
        var jointlyOpened = alone.Aggregate(Opened, (rest, change) => rest.Except(change.Opened));
        var jointlyClosed = alone.Aggregate(Closed, (rest, change) => rest.Except(change.Closed));
        return alone
            .Select(change =>
                change with
                {
                    Opened = change.Opened.Union(jointlyOpened.Intersect(change.Traffic)),
                    Closed = change.Closed.Union(jointlyClosed.Intersect(change.Traffic)),
                }
            )
            .OrderBy(change => change.Entry.RuleNumber);
    }

    // Another change may have the number that an entry moves to or from: what that one does is not this one's.
    private NetworkAclEntryChange Alone(NetworkAclEntryChange change)
    {
        var made = NetworkAcl.AllowedBy(Replaced(_before, change.Before, change.After).Values);
        var undone = NetworkAcl.AllowedBy(Replaced(_after, change.After, change.Before).Values);
        return change with
        {
            Opened = Opened
                .Intersect(change.Traffic)
                .Intersect(made.Except(_allowedBefore).Union(_allowedAfter.Except(undone))),
            Closed = Closed
                .Intersect(change.Traffic)
                .Intersect(_allowedBefore.Except(made).Union(undone.Except(_allowedAfter))),
        };
    }

    private static ImmutableSortedDictionary<int, NetworkAclEntry> Replaced(
        ImmutableSortedDictionary<int, NetworkAclEntry> entries,
        NetworkAclEntry? old,
        NetworkAclEntry? by
    )
    {
        var without =
            old is not null && entries.GetValueOrDefault(old.RuleNumber) == old
                ? entries.Remove(old.RuleNumber)
                : entries;
        return by is null ? without : without.SetItem(by.RuleNumber, by);
    }

    private static ImmutableSortedDictionary<int, NetworkAclEntry> ByNumber(NetworkAcl acl, Direction direction) =>
        acl.EntriesOf(direction)
            .Where(entry => !entry.IsDefault)
            .ToImmutableSortedDictionary(entry => entry.RuleNumber, entry => entry);
}
