using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine.Offline;

/// <summary>The neighbours of a group as far as a snapshot knows them, found by key, since an audit asks for every group's.</summary>
internal static class SnapshotSurroundings
{
    private static readonly Fact<IReadOnlyList<NetworkInterface>> NotAsked = Surroundings.Unknown.Attachments;

    public static Surroundings Of(Snapshot content, SecurityGroup group, SurroundingKinds kinds)
    {
        var lists = ImmutableDictionary<string, Fact<PrefixList>>.Empty;
        var groups = ImmutableDictionary<string, Fact<string>>.Empty;
        foreach (var rule in group.Rules)
        {
            switch (rule.Peer)
            {
                case PrefixListPeer list when kinds.HasFlag(SurroundingKinds.PrefixLists):
                    lists = lists.SetItem(list.PrefixListId, PrefixList(content, list.PrefixListId));
                    break;
                case SecurityGroupPeer peer when kinds.HasFlag(SurroundingKinds.ReferencedGroups):
                    groups = groups.SetItem(peer.GroupId, Group(content, group, peer));
                    break;
            }
        }
        return new()
        {
            PrefixLists = lists,
            ReferencedGroups = groups,
            Attachments = kinds.HasFlag(SurroundingKinds.Attachments) ? Attachments(content, group) : NotAsked,
        };
    }

    private static Fact<PrefixList> PrefixList(Snapshot content, string id) =>
        content.Facts.PrefixLists.TryGetValue(id, out var fact)
            ? fact
            : Fact<PrefixList>.Unknown($"the snapshot has no {SnapshotOperations.PrefixListEntries}.{id}.json");

    private static Fact<IReadOnlyList<NetworkInterface>> Attachments(Snapshot content, SecurityGroup group) =>
        content.Facts.WhyUnknown(SnapshotOperations.NetworkInterfaces) is { } reason
            ? Fact<IReadOnlyList<NetworkInterface>>.Unknown(reason)
            : Fact<IReadOnlyList<NetworkInterface>>.Known(content.InterfacesOf(group.Id.Id));

    private static Fact<string> Group(Snapshot content, SecurityGroup owner, SecurityGroupPeer peer)
    {
        if (
            content.SecurityGroups.TryGetValue(peer.GroupId, out var known)
            && !content.Facts.RulesAlone.Contains(peer.GroupId)
        )
        {
            return Fact<string>.Known(known.Name);
        }
        if (IsCutOff(content, owner, peer))
        {
            return Fact<string>.Absent;
        }
        if (peer.UserId.Length > 0 && peer.UserId != content.Account)
        {
            return Fact<string>.Unknown(
                $"it belongs to account {peer.UserId}, and the snapshot is of {content.Account}"
            );
        }
        return content.Facts.WhyUnknown(SnapshotOperations.SecurityGroups) is { } reason
            ? Fact<string>.Unknown(reason)
            : Fact<string>.Absent;
    }

    // A group beyond a peering that is gone is to the rule as if it were deleted.
    private static bool IsCutOff(Snapshot content, SecurityGroup owner, SecurityGroupPeer peer)
    {
        if (peer.PeeringStatus is "deleted" or "expired" or "failed" or "rejected")
        {
            return true;
        }
        var peerings = content.Facts.Peerings.FindAll(peering => peering.Joins(owner.VpcId, peer.VpcId));
        return peer.VpcId.Length > 0 && peerings.Count > 0 && peerings.TrueForAll(peering => peering.IsGone);
    }
}
