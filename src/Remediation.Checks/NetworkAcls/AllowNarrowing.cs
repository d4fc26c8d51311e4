using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>
/// Writes the allow entries of one direction anew without some traffic, each in its place by what is left of it. It always is
/// exact, and takes few entries where little is left; where little is lost, <see cref="TrafficTaking"/> takes fewer.
/// </summary>
internal static class AllowNarrowing
{
    public static EntrySequence Without(EntrySequence before, TrafficSet taken)
    {
        var after = before;
        foreach (var decision in EntryDecision.Of(before.Entries))
        {
            // An entry that decides none of it today would, once those before it no longer do.
            if (decision.Entry.Action == NetworkAclAction.Allow && decision.Entry.Traffic.Overlaps(taken))
            {
                after = after.Replace(decision.Entry, Rest(decision, taken));
            }
        }
        return after.ReusingNumbersOf(before);
    }

    // That a piece also says what is decided before it makes no difference.
    private static List<NetworkAclEntry> Rest(EntryDecision decision, TrafficSet taken)
    {
        var needed = decision.Decided.Except(taken);
        return
        [
            .. decision
                .Entry.Traffic.Except(taken)
                .ToRules()
                .Where(rule => TrafficSet.Of(rule).Overlaps(needed))
                .Select(rule => new NetworkAclEntry(
                    decision.Entry.Direction,
                    EntrySequence.NoNumber,
                    NetworkAclAction.Allow,
                    rule.Service,
                    rule.Cidr
                )),
        ];
    }
}
