using System.Collections.Immutable;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>What one entry of a direction does in its place: first match decides, so only what no earlier entry matched.</summary>
/// <param name="Decided">The part of the entry's traffic that no earlier entry matches.</param>
/// <param name="AllowedBefore">The part of the entry's traffic that earlier entries let through.</param>
internal sealed record EntryDecision(NetworkAclEntry Entry, TrafficSet Decided, TrafficSet AllowedBefore)
{
    /// <summary>What the entry itself lets through.</summary>
    public TrafficSet Allowed => Entry.Action == NetworkAclAction.Allow ? Decided : TrafficSet.Empty;

    /// <summary>Whether it is a deny whose traffic is all decided before it, some of it by being let through.</summary>
    public bool IsSwallowedDeny =>
        Entry.Action == NetworkAclAction.Deny && !Entry.IsDefault && Decided.IsEmpty && !AllowedBefore.IsEmpty;

    /// <param name="entries">The entries of one direction in the order in which they are tried.</param>
    public static ImmutableArray<EntryDecision> Of(IEnumerable<NetworkAclEntry> entries)
    {
        var decisions = ImmutableArray.CreateBuilder<EntryDecision>();
        var (allowed, decided) = (TrafficSet.Empty, TrafficSet.Empty);
        foreach (var entry in entries)
        {
            var traffic = entry.Traffic;
            var decision = new EntryDecision(entry, traffic.Except(decided), traffic.Intersect(allowed));
            decisions.Add(decision);
            allowed = allowed.Union(decision.Allowed);
            decided = decided.Union(traffic);
        }
        return decisions.ToImmutable();
    }
}
