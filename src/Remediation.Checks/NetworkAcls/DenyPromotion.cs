using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// The entries of one direction with every swallowed deny moved before the first allow that takes its traffic, or why that is
/// nothing to do without a person.
/// </summary>
internal sealed record DenyPromotion
{
    private DenyPromotion() { }

    public EntrySequence? Entries { get; private init; }

    public string? Obstacle { get; private init; }

    [MemberNotNullWhen(true, nameof(Entries))]
    [MemberNotNullWhen(false, nameof(Obstacle))]
    public bool IsPossible => Entries is not null;

    /// <param name="exempted">Traffic that goes on passing.</param>
    public static DenyPromotion Of(EntrySequence before, TrafficSet exempted)
    {
        var after = before;
        var target = before.Allowed;
        foreach (var deny in Failing(before, exempted))
        {
            target = target.Except(deny.AllowedBefore.Except(exempted));
            var now = Failing(after, exempted).FirstOrDefault(decision => decision.Entry == deny.Entry);
            after = now is null ? after : Moved(after, now, exempted);
        }
        return Judge(before, after, target, exempted);
    }

    /// <summary>The denies that decide nothing, and some of whose traffic passes though nobody exempted it.</summary>
    public static IEnumerable<EntryDecision> Failing(EntrySequence sequence, TrafficSet exempted) =>
        EntryDecision
            .Of(sequence.Entries)
            .Where(decision => decision.IsSwallowedDeny && !decision.AllowedBefore.IsSubsetOf(exempted));

    private static DenyPromotion Judge(
        EntrySequence before,
        EntrySequence after,
        TrafficSet target,
        TrafficSet exempted
    )
    {
        if (SilencedBy(before, after) is { } allow)
        {
            return new()
            {
                Obstacle =
                    $"entry {allow} would let nothing through any more: it and a deny with a higher number contradict each "
                    + "other; delete whichever is not meant",
            };
        }
        return after.Allowed.Equals(target) && !Failing(after, exempted).Any()
            ? new() { Entries = after }
            : new()
            {
                Obstacle =
                    "moving the deny up would make another deny ineffective in its turn; reorder the entries by hand",
            };
    }

    private static EntrySequence Moved(EntrySequence sequence, EntryDecision deny, TrafficSet exempted)
    {
        var entry = deny.Entry with { RuleNumber = EntrySequence.NoNumber };
        var taker = EntryDecision.Of(sequence.Entries).First(decision => decision.Allowed.Overlaps(deny.AllowedBefore));
        var passing = deny.AllowedBefore.Intersect(exempted).ToRules();
        var allows = passing.Select(rule =>
            entry with
            {
                Action = NetworkAclAction.Allow,
                Service = rule.Service,
                Cidr = rule.Cidr,
            }
        );
        return sequence.Without(deny.Entry).InsertBefore(taker.Entry, [.. allows, entry]);
    }

    private static NetworkAclEntry? SilencedBy(EntrySequence before, EntrySequence after)
    {
        var effective = EntryDecision.Of(after.Entries).Where(decision => !decision.Allowed.IsEmpty);
        var still = effective.Select(decision => decision.Entry).ToHashSet();
        return EntryDecision
            .Of(before.Entries)
            .FirstOrDefault(decision => !decision.Allowed.IsEmpty && !still.Contains(decision.Entry))
            ?.Entry;
    }
}
