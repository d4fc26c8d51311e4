using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// Rearranges the entries of one direction so that they let through exactly what they did, less some traffic. Before each entry
/// that lets some of it through go an allow for each block that keeps it, and a deny for each service that is lost.
/// </summary>
/// <param name="Taken">What is to be let through no more.</param>
/// <param name="Kept">The blocks that may keep all that the entries allow them, none of it in <paramref name="Taken"/>.</param>
/// <param name="Exempted">Traffic that is kept beside that.</param>
internal sealed record TrafficTaking(TrafficSet Taken, AddressSet Kept, TrafficSet Exempted)
{
    /// <summary>The rearrangement with the fewest entries of those tried; each of them is exact.</summary>
    public EntrySequence From(EntrySequence before)
    {
        var target = before.Allowed.Except(Taken);
        return new[] { ReplaceFirst(before), DenyFirst(before) }
            .Where(candidate => candidate.Allowed.Equals(target))
            .Select(candidate => WithoutNeedless(candidate, before, target))
            .MinBy(candidate => candidate.Entries.Length)!
            .ReusingNumbersOf(before);
    }

    // Always exact, since the denies come right before the entry that decided their traffic.
    private EntrySequence DenyFirst(EntrySequence before)
    {
        var after = InsertIn(before);
        foreach (var decision in EntryDecision.Of(after.Entries))
        {
            var isDead = decision.Decided.IsEmpty && Lost(before, decision.Entry);
            after = isDead ? after.Without(decision.Entry) : after;
        }
        return after;
    }

    // Shorter when no later entry lets through what an entry did that only allowed what is taken; not exact in every case.
    private EntrySequence ReplaceFirst(EntrySequence before)
    {
        var after = before;
        foreach (var decision in EntryDecision.Of(before.Entries))
        {
            var lost = decision.Allowed.Intersect(Taken).Services;
            if (!lost.IsEmpty && decision.Entry.Service.ToServiceSet().IsSubsetOf(lost))
            {
                after = after.Replace(decision.Entry, KeptBy(decision, lost));
            }
        }
        return InsertIn(after);
    }

    private EntrySequence InsertIn(EntrySequence before)
    {
        var after = before;
        foreach (var decision in EntryDecision.Of(before.Entries))
        {
            var lost = decision.Allowed.Intersect(Taken).Services;
            if (!lost.IsEmpty)
            {
                after = after.InsertBefore(
                    decision.Entry,
                    [.. KeptBy(decision, lost), .. Denies(decision.Entry, lost)]
                );
            }
        }
        return after;
    }

    private bool Lost(EntrySequence before, NetworkAclEntry entry) =>
        EntryDecision.Of(before.Entries).Any(was => was.Entry == entry && was.Allowed.Overlaps(Taken));

    // An allow for all that the entry allows says as much as one for each lost service, in fewer entries.
    private List<NetworkAclEntry> KeptBy(EntryDecision decision, ServiceSet lost)
    {
        var entry = decision.Entry;
        var remaining = decision.Allowed.Intersect(TrafficSet.Of(lost, AddressSet.All)).Except(Taken);
        var blocks = Kept.Intersect(AddressSet.Of(entry.Cidr)).ToCidrs();
        var kept = blocks.Select(block => new TrafficRule(entry.Service, block));
        var exempted = Exempted.Intersect(TrafficSet.Of(lost, AddressSet.Of(entry.Cidr).Except(Kept)));
        return
        [
            .. kept.Concat(exempted.Intersect(entry.Traffic).ToRules())
                .Where(rule => TrafficSet.Of(rule).Overlaps(remaining))
                .Select(rule => New(entry, NetworkAclAction.Allow, rule)),
        ];
    }

    private static IEnumerable<NetworkAclEntry> Denies(NetworkAclEntry entry, ServiceSet lost) =>
        lost.ToServices().Select(service => New(entry, NetworkAclAction.Deny, new(service, entry.Cidr)));

    private static NetworkAclEntry New(NetworkAclEntry like, NetworkAclAction action, TrafficRule rule) =>
        new(like.Direction, EntrySequence.NoNumber, action, rule.Service, rule.Cidr);

    // Denies go first: without them an allow that only went before them is needless, too.
    private static EntrySequence WithoutNeedless(EntrySequence candidate, EntrySequence before, TrafficSet target)
    {
        foreach (var action in (ReadOnlySpan<NetworkAclAction>)[NetworkAclAction.Deny, NetworkAclAction.Allow])
        {
            for (var i = candidate.Entries.Length - 1; i >= 0; i--)
            {
                var entry = candidate.Entries[i];
                var isNew = entry.Action == action && !before.Entries.Contains(entry);
                if (isNew && candidate.WithoutAt(i) is var shorter && shorter.Allowed.Equals(target))
                {
                    candidate = shorter;
                }
            }
        }
        return candidate;
    }
}
