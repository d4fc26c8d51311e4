using System.Collections.Immutable;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// Rearranges the entries of one direction so that they let through exactly what they did, less what has grown since a baseline.
/// Where the baseline's own entries do that, they come back under their numbers; else the offending allows are narrowed, or
/// preceded by denies, whichever takes fewer entries. Denies that were added since stay, and so does every allow that opens nothing.
/// </summary>
/// <param name="Grown">What is to be let through no more; any traffic at all.</param>
/// <param name="Baseline">The entries as they were.</param>
internal sealed record GrowthTaking(TrafficSet Grown, EntrySequence Baseline)
{
    // Far beyond any quota; what needs more on the way does not come down to one, and looking for the needless among thousands
    // would take minutes.
    private const int MostOnTheWay = 100;

    private delegate ImmutableArray<NetworkAclEntry> Way(EntryDecision decision, TrafficSet target);

    /// <summary>
    /// The rearrangement; its allowed traffic is that of <paramref name="before"/> without the growth. Null where it takes far more
    /// entries than an ACL can have.
    /// </summary>
    public EntrySequence? From(EntrySequence before)
    {
        var target = before.Allowed.Except(Grown);
        var most = Math.Max(NetworkAcl.DefaultEntryQuota, before.Entries.Length);
        var restored = new[]
        {
            Restored(before, keepsAllows: true),
            Restored(before, keepsAllows: false),
            RestoredWhole(before),
        }
            .Where(candidate => candidate.Entries.Length <= most && candidate.Allowed.Equals(target))
            .MinBy(candidate => candidate.Entries.Length);
        return restored ?? Adjusted(before, target);
    }

    // The baseline's denies under their numbers; what is now under one of them makes room, and moves back where it came from there.
    private EntrySequence Restored(EntrySequence before, bool keepsAllows)
    {
        var was = Baseline.Entries.ToDictionary(entry => entry.RuleNumber);
        var missing = Baseline
            .Entries.Where(entry => entry.Action == NetworkAclAction.Deny && !before.Entries.Contains(entry))
            .ToList();
        var unmoved = missing.ToList();
        var placed = new List<(int Number, int Rank, NetworkAclEntry Entry)>(
            missing.Select(entry => (entry.RuleNumber, 0, entry))
        );
        foreach (var entry in before.Entries)
        {
            var former = was.GetValueOrDefault(entry.RuleNumber);
            if (former != entry && unmoved.FindIndex(deny => IsAlike(deny, entry)) is >= 0 and var moved)
            {
                unmoved.RemoveAt(moved);
            }
            else if (former == entry || keepsAllows || !Offends(entry))
            {
                placed.Add(Place(entry, missing));
            }
            else if (former is { Action: NetworkAclAction.Allow })
            {
                placed.Add((former.RuleNumber, 0, former));
            }
        }
        return Ordered(placed);
    }

    // Allows come back, too, for where one was put before a deny.
    private EntrySequence RestoredWhole(EntrySequence before)
    {
        var missing = Baseline.Entries.Where(entry => !before.Entries.Contains(entry)).ToList();
        var unmoved = missing.ToList();
        var placed = new List<(int Number, int Rank, NetworkAclEntry Entry)>(
            missing.Select(entry => (entry.RuleNumber, 0, entry))
        );
        foreach (var entry in before.Entries)
        {
            var index = Baseline.Entries.Contains(entry) ? -1 : unmoved.FindIndex(other => IsAlike(other, entry));
            if (index >= 0)
            {
                unmoved.RemoveAt(index);
            }
            else if (Baseline.Entries.Contains(entry) || !Offends(entry))
            {
                placed.Add(Place(entry, missing));
            }
        }
        return Ordered(placed);
    }

    private bool Offends(NetworkAclEntry entry) =>
        entry.Action == NetworkAclAction.Allow && entry.Traffic.Overlaps(Grown);

    private static (int Number, int Rank, NetworkAclEntry Entry) Place(
        NetworkAclEntry entry,
        List<NetworkAclEntry> restored
    ) =>
        restored.Exists(other => other.RuleNumber == entry.RuleNumber)
            ? (entry.RuleNumber, 1, entry with { RuleNumber = EntrySequence.NoNumber })
            : (entry.RuleNumber, 0, entry);

    private static bool IsAlike(NetworkAclEntry one, NetworkAclEntry other) =>
        one with { RuleNumber = other.RuleNumber } == other;

    private static EntrySequence Ordered(IEnumerable<(int Number, int Rank, NetworkAclEntry Entry)> placed) =>
        new([.. placed.OrderBy(item => item.Number).ThenBy(item => item.Rank).Select(item => item.Entry)]);

    private static EntrySequence? Adjusted(EntrySequence before, TrafficSet target) =>
        new Way[] { Fewest, Narrowed, Preceded }
            .Select(way => Adjusted(before, target, way))
            .OfType<EntrySequence>()
            .Select(candidate => WithoutNeedless(candidate, before, target))
            .MinBy(candidate => candidate.Entries.Length)
            ?.ReusingNumbersOf(before);

    // Every step leaves one allow less that lets through what it must not, and no step changes what else passes.
    private static EntrySequence? Adjusted(EntrySequence before, TrafficSet target, Way way)
    {
        var after = before;
        while (
            EntryDecision.Of(after.Entries).FirstOrDefault(decision => !decision.Allowed.IsSubsetOf(target))
                is { } offending
        )
        {
            after = after.Replace(offending.Entry, way(offending, target));
            if (after.Entries.Length > MostOnTheWay)
            {
                return null;
            }
        }
        return after;
    }

    private static ImmutableArray<NetworkAclEntry> Fewest(EntryDecision decision, TrafficSet target)
    {
        var (narrowed, preceded) = (Narrowed(decision, target), Preceded(decision, target));
        return narrowed.Length <= preceded.Length ? narrowed : preceded;
    }

    // What an entry says that is decided before it may be said again.
    private static ImmutableArray<NetworkAclEntry> Narrowed(EntryDecision decision, TrafficSet target) =>
        Fewer(
            decision.Entry,
            NetworkAclAction.Allow,
            decision.Allowed.Intersect(target),
            decision.Entry.Traffic.Intersect(target)
        );

    private static ImmutableArray<NetworkAclEntry> Preceded(EntryDecision decision, TrafficSet target) =>
        Fewer(
                decision.Entry,
                NetworkAclAction.Deny,
                decision.Allowed.Except(target),
                decision.Entry.Traffic.Except(target)
            )
            .Add(decision.Entry);

    private static ImmutableArray<NetworkAclEntry> Fewer(
        NetworkAclEntry like,
        NetworkAclAction action,
        TrafficSet least,
        TrafficSet most
    ) =>
        [
            .. new[] { least.ToRules(), most.ToRules() }
                .MinBy(rules => rules.Count)!
                .Select(rule => new NetworkAclEntry(
                    like.Direction,
                    EntrySequence.NoNumber,
                    action,
                    rule.Service,
                    rule.Cidr
                )),
        ];

    private static EntrySequence WithoutNeedless(EntrySequence candidate, EntrySequence before, TrafficSet target)
    {
        for (var i = candidate.Entries.Length - 1; i >= 0; i--)
        {
            var isNew = !before.Entries.Contains(candidate.Entries[i]);
            if (isNew && candidate.WithoutAt(i) is var shorter && shorter.Allowed.Equals(target))
            {
                candidate = shorter;
            }
        }
        return candidate;
    }
}
