using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Planning;

/// <summary>
/// Compares the entries of a network ACL before and after a plan: in a direction of which no evidence speaks they must stand just
/// as they did; in the other they may be moved, but only an allow of traffic that is to be taken away may go. That an entry
/// decides nothing today is no reason to lose it.
/// </summary>
internal static class NetworkAclEntryAudit
{
    public static IEnumerable<string> Objections(
        NetworkAcl before,
        NetworkAcl after,
        ImmutableArray<TrafficWithdrawal> withdrawals
    )
    {
        if (!before.Associations.SequenceEqual(after.Associations))
        {
            yield return "the plan changes the subnets of the network ACL";
        }
        var left = after.Entries.ToList();
        // Those that stay in their place come first, so that a twin does not stand in for one of them.
        foreach (var entry in before.Entries.OrderBy(entry => !after.Entries.Contains(entry)))
        {
            var own = withdrawals.Where(withdrawal => withdrawal.Direction == entry.Direction).ToList();
            var index = left.FindIndex(other => other == entry || (own.Count > 0 && IsAlike(entry, other)));
            if (index >= 0)
            {
                left.RemoveAt(index);
            }
            else if (!MayGo(entry, own))
            {
                yield return $"the plan drops or changes {NetworkAclCalls.Word(entry.Direction)} entry {entry}, which no finding names";
            }
        }
        foreach (var entry in left.Where(entry => withdrawals.All(other => other.Direction != entry.Direction)))
        {
            yield return $"the plan adds {NetworkAclCalls.Word(entry.Direction)} entry {entry}, where nothing is to be taken away";
        }
    }

    private static bool IsAlike(NetworkAclEntry entry, NetworkAclEntry other) =>
        entry with { RuleNumber = other.RuleNumber } == other;

    private static bool MayGo(NetworkAclEntry entry, List<TrafficWithdrawal> withdrawals) =>
        entry.Action == NetworkAclAction.Allow
        && withdrawals.Exists(withdrawal => withdrawal.Traffic.Overlaps(entry.Traffic));
}
