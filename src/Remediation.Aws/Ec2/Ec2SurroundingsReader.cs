using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Sdk = Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>
/// Reads the facts about a security group's neighbours. What AWS does not let it see, or fails to answer, is unknown with
/// AWS's reason; it is absent only where AWS says that it does not exist.
/// </summary>
internal sealed class Ec2SurroundingsReader(Ec2Queries queries)
{
    public async Task<Surroundings> ReadAsync(SecurityGroup group, SurroundingKinds kinds, CancellationToken ct)
    {
        var none = Surroundings.Unknown;
        return new()
        {
            PrefixLists = kinds.HasFlag(SurroundingKinds.PrefixLists)
                ? await PrefixListsAsync([group], ct)
                : none.PrefixLists,
            Attachments = kinds.HasFlag(SurroundingKinds.Attachments)
                ? await AttachmentsAsync(group.Id.Id, ct)
                : none.Attachments,
            ReferencedGroups = kinds.HasFlag(SurroundingKinds.ReferencedGroups)
                ? await ReferencedGroupsAsync(group, ct)
                : none.ReferencedGroups,
        };
    }

    /// <summary>Every prefix list that a rule of one of the groups names.</summary>
    public async Task<ImmutableDictionary<string, Fact<PrefixList>>> PrefixListsAsync(
        IEnumerable<SecurityGroup> groups,
        CancellationToken ct
    )
    {
        var facts = ImmutableDictionary.CreateBuilder<string, Fact<PrefixList>>(StringComparer.Ordinal);
        var ids = groups
            .SelectMany(PeersOf<PrefixListPeer>)
            .Select(peer => peer.PrefixListId)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var answer = await queries.PrefixListsAsync(ids, ct);
        foreach (var id in ids)
        {
            facts[id] = answer.IsAnswered
                ? await PrefixListAsync(answer.Value.Find(list => list.PrefixListId == id), id, ct)
                : Unknown<PrefixList>(answer.Failure);
        }
        return facts.ToImmutable();
    }

    // A list that another account stopped sharing is not shown, but its entries still count in the rule: it is not absent.
    private async Task<Fact<PrefixList>> PrefixListAsync(Sdk.ManagedPrefixList? list, string id, CancellationToken ct)
    {
        if (list is null)
        {
            return Fact<PrefixList>.Unknown($"{id} is not visible to this account");
        }
        // CloudTrail tells of a change before it is in force: what is read now may be the entries from before.
        if (list.State?.Value.EndsWith("-in-progress", StringComparison.Ordinal) == true)
        {
            return Fact<PrefixList>.Unknown($"{id} is still being changed ({list.State})", mayBeKnownLater: true);
        }
        var entries = await queries.PrefixListEntriesAsync(id, ct);
        return entries.IsAnswered ? ToPrefixList(list, entries.Value) : Unknown<PrefixList>(entries.Failure);
    }

    private static Fact<PrefixList> ToPrefixList(Sdk.ManagedPrefixList list, List<Sdk.PrefixListEntry> entries)
    {
        var cidrs = ImmutableArray.CreateBuilder<Cidr>(entries.Count);
        foreach (var entry in entries)
        {
            if (!Cidr.TryParse(entry.Cidr ?? "", out var cidr))
            {
                return Fact<PrefixList>.Unknown($"its entry '{entry.Cidr}' is not a CIDR block");
            }
            cidrs.Add(cidr);
        }
        return Fact<PrefixList>.Known(
            new(list.PrefixListId, list.PrefixListName ?? "", cidrs.ToImmutable())
            {
                MaxEntries = list.MaxEntries ?? 0,
                Version = list.Version ?? 0,
                OwnerId = list.OwnerId ?? "",
            }
        );
    }

    private async Task<Fact<IReadOnlyList<NetworkInterface>>> AttachmentsAsync(string groupId, CancellationToken ct)
    {
        var answer = await queries.NetworkInterfacesAsync(Ec2Queries.By("group-id", groupId), ct);
        return answer.IsAnswered
            ? Fact<IReadOnlyList<NetworkInterface>>.Known([.. answer.Value.Select(ToInterface)])
            : Unknown<IReadOnlyList<NetworkInterface>>(answer.Failure);
    }

    public static NetworkInterface ToInterface(Sdk.NetworkInterface item) =>
        new(item.NetworkInterfaceId, [.. (item.Groups ?? []).Select(group => group.GroupId)])
        {
            SubnetId = item.SubnetId ?? "",
            VpcId = item.VpcId ?? "",
            InstanceId = item.Attachment?.InstanceId ?? "",
            RequesterId = item.RequesterId ?? "",
            Description = item.Description ?? "",
        };

    private async Task<ImmutableDictionary<string, Fact<string>>> ReferencedGroupsAsync(
        SecurityGroup group,
        CancellationToken ct
    )
    {
        var facts = ImmutableDictionary.CreateBuilder<string, Fact<string>>(StringComparer.Ordinal);
        var peers = PeersOf<SecurityGroupPeer>(group).DistinctBy(peer => peer.GroupId, StringComparer.Ordinal).ToList();
        var answer = await queries.SecurityGroupsAsync(peers.Select(peer => peer.GroupId), ct);
        foreach (var peer in peers)
        {
            facts[peer.GroupId] =
                !answer.IsAnswered ? Unknown<string>(answer.Failure)
                : answer.Value.Find(found => found.GroupId == peer.GroupId) is { } found
                    ? Fact<string>.Known(found.GroupName ?? "")
                : IsOwn(peer, group) ? Fact<string>.Absent
                : await ForeignGroupAsync(peer, group, ct);
        }
        return facts.ToImmutable();
    }

    private static bool IsOwn(SecurityGroupPeer peer, SecurityGroup group) =>
        peer.UserId.Length == 0 || peer.UserId == group.Id.Account;

    // Another account's group cannot be described. EC2 itself says which references across a peering connection are dead.
    private async Task<Fact<string>> ForeignGroupAsync(
        SecurityGroupPeer peer,
        SecurityGroup group,
        CancellationToken ct
    )
    {
        if (peer.PeeringStatus is "deleted" or "deleting" or "expired" or "failed" or "rejected")
        {
            return Fact<string>.Absent;
        }
        if (peer.PeeringStatus.Length == 0)
        {
            return Fact<string>.Unknown($"{peer.GroupId} belongs to account {peer.UserId}, which was not asked");
        }
        var answer = await queries.StaleGroupsAsync(group.VpcId, ct);
        if (!answer.IsAnswered)
        {
            return Unknown<string>(answer.Failure);
        }
        return IsStale(answer.Value, group.Id.Id, peer.GroupId) ? Fact<string>.Absent : Fact<string>.Known("");
    }

    private static bool IsStale(List<Sdk.StaleSecurityGroup> stale, string groupId, string peerId) =>
        stale
            .Where(group => group.GroupId == groupId)
            .SelectMany(group => (group.StaleIpPermissions ?? []).Concat(group.StaleIpPermissionsEgress ?? []))
            .SelectMany(permission => permission.UserIdGroupPairs ?? [])
            .Any(pair => pair.GroupId == peerId);

    private static IEnumerable<TPeer> PeersOf<TPeer>(SecurityGroup group)
        where TPeer : Peer => group.Rules.Select(rule => rule.Peer).OfType<TPeer>();

    private static Fact<T> Unknown<T>(AwsFailure failure)
        where T : class => Fact<T>.Unknown(failure.Error.ToString(), failure.IsRetryable);
}
