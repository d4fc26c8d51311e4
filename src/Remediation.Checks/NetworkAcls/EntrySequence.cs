using System.Collections.Immutable;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// The entries of one direction in the order in which they are tried, AWS's own last ones not among them, while a fix
/// rearranges them. New entries have no number until <see cref="Numbered"/>. Immutable.
/// </summary>
internal sealed record EntrySequence(ImmutableArray<NetworkAclEntry> Entries)
{
    /// <summary>The number of an entry that has none yet.</summary>
    public const int NoNumber = 0;

    // As AWS advises, so that the next entry finds room: steps of ten where they fit.
    private const int Step = 10;

    public static EntrySequence Of(NetworkAcl acl, Direction direction) =>
        new([.. acl.EntriesOf(direction).Where(entry => !entry.IsDefault)]);

    public TrafficSet Allowed =>
        EntryDecision.Of(Entries).Aggregate(TrafficSet.Empty, (all, decision) => all.Union(decision.Allowed));

    /// <summary>The ACL with these entries in one direction; AWS's own last ones and the other direction stay.</summary>
    public NetworkAcl In(NetworkAcl acl, Direction direction) =>
        acl.WithEntries([
            .. acl.Entries.Where(entry => entry.Direction != direction || entry.IsDefault),
            .. Numbered().Entries,
        ]);

    public EntrySequence Without(NetworkAclEntry entry) => new(Entries.Remove(entry));

    public EntrySequence WithoutAt(int index) => new(Entries.RemoveAt(index));

    public EntrySequence Replace(NetworkAclEntry entry, IReadOnlyList<NetworkAclEntry> by)
    {
        var index = Entries.IndexOf(entry);
        return new(Entries.RemoveAt(index).InsertRange(index, by));
    }

    /// <summary>
    /// Puts entries before another. They may go further up, past entries to which their order does not matter, if only there
    /// are enough free numbers, since renumbering an entry means to delete and create it.
    /// </summary>
    public EntrySequence InsertBefore(NetworkAclEntry entry, IReadOnlyList<NetworkAclEntry> added)
    {
        var nearest = Entries.IndexOf(entry);
        for (var at = nearest; at >= 0; at--)
        {
            if (FreeNumbersAt(at) >= added.Count)
            {
                return new(Entries.InsertRange(at, added));
            }
            if (at == 0 || added.Any(one => !Commute(Entries[at - 1], one)))
            {
                break;
            }
        }
        return new(Entries.InsertRange(nearest, added));
    }

    /// <summary>Gives new entries the numbers of those that went, where they fit: one call replaces an entry in its place.</summary>
    public EntrySequence ReusingNumbersOf(EntrySequence before)
    {
        var entries = Entries;
        var gone = before.Entries.Select(entry => entry.RuleNumber).Except(Entries.Select(entry => entry.RuleNumber));
        foreach (var number in gone.Where(number => number != NoNumber))
        {
            var fitting = Enumerable.Range(0, entries.Length).Where(i => Fits(entries, i, number)).ToList();
            if (fitting.Count > 0)
            {
                entries = entries.SetItem(fitting[0], entries[fitting[0]] with { RuleNumber = number });
            }
        }
        return new(entries);
    }

    /// <summary>Gives every entry a number, in order, so that as many entries as possible keep the number they have.</summary>
    public EntrySequence Numbered()
    {
        var numbers = KeptNumbers();
        var entries = Entries.ToBuilder();
        for (var first = 0; first < entries.Count; )
        {
            var end = first;
            while (end < entries.Count && numbers[end] == NoNumber)
            {
                end++;
            }
            var below = NumberAt(Entries, first - 1);
            var above = NumberAt(Entries, end);
            for (var i = first; i < end; i++)
            {
                entries[i] = entries[i] with { RuleNumber = Spread(below, above, i - first + 1, end - first) };
            }
            first = end + 1;
        }
        return new(entries.ToImmutable());
    }

    private static int Spread(int below, int above, int position, int count) =>
        (above - below) / (count + 1) >= Step
            ? below + (Step * position)
            : below + ((above - below) * position / (count + 1));

    // Two denies could change places, too, but the one left behind might then decide nothing.
    private static bool Commute(NetworkAclEntry one, NetworkAclEntry other) =>
        (one.Action == NetworkAclAction.Allow && other.Action == NetworkAclAction.Allow)
        || !one.Traffic.Overlaps(other.Traffic);

    private int FreeNumbersAt(int index)
    {
        var (below, above) = NearestNumbered(Entries, index - 1, index);
        return NumberAt(Entries, above) - NumberAt(Entries, below) - 1 - (above - below - 1);
    }

    private static bool Fits(ImmutableArray<NetworkAclEntry> entries, int index, int number)
    {
        var (below, above) = NearestNumbered(entries, index - 1, index + 1);
        return entries[index].RuleNumber == NoNumber
            && number - NumberAt(entries, below) >= index - below
            && NumberAt(entries, above) - number >= above - index;
    }

    // The nearest entries that have a number, from the given ones outwards; or the ends of the list.
    private static (int Below, int Above) NearestNumbered(ImmutableArray<NetworkAclEntry> entries, int below, int above)
    {
        while (below >= 0 && entries[below].RuleNumber == NoNumber)
        {
            below--;
        }
        while (above < entries.Length && entries[above].RuleNumber == NoNumber)
        {
            above++;
        }
        return (below, above);
    }

    private static int NumberAt(ImmutableArray<NetworkAclEntry> entries, int index) =>
        index < 0 ? 0
        : index >= entries.Length ? NetworkAclEntry.DefaultRuleNumber
        : entries[index].RuleNumber;

    // The longest chain of numbers that leaves room for whatever stands between them; the end of the list closes it.
    private int[] KeptNumbers()
    {
        var count = Entries.Length;
        var chain = new (int Kept, int Before)[count + 1];
        for (var i = 0; i <= count; i++)
        {
            var number = i == count ? NetworkAclEntry.DefaultRuleNumber : Entries[i].RuleNumber;
            chain[i] = number > i ? (0, -1) : (int.MinValue, -1);
            for (var j = 0; j < i; j++)
            {
                var fits = chain[j].Kept >= 0 && number - Entries[j].RuleNumber >= i - j;
                if (fits && chain[j].Kept + 1 > chain[i].Kept)
                {
                    chain[i] = (chain[j].Kept + 1, j);
                }
            }
        }
        var numbers = new int[count];
        for (var i = chain[count].Before; i >= 0; i = chain[i].Before)
        {
            numbers[i] = Entries[i].RuleNumber;
        }
        return numbers;
    }
}
