using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Layers;

namespace Remediation.Engine.Offline;

/// <summary>
/// What a folder of AWS CLI outputs says of one account in one region, immutable. It is not an account: nothing can be executed
/// on it. See <see cref="SnapshotReader"/> and <see cref="SnapshotAccount"/>.
/// </summary>
public sealed class Snapshot
{
    internal Snapshot(SnapshotFacts facts) => Facts = facts;

    /// <summary>The account's twelve digits, or empty where the folder does not say.</summary>
    public string Account => Facts.Account;

    /// <summary>The region's code, or empty where the folder does not say.</summary>
    public string Region => Facts.Region;

    /// <summary>The security groups by id.</summary>
    public ImmutableDictionary<string, SecurityGroup> SecurityGroups { get; internal init; } =
        ImmutableDictionary<string, SecurityGroup>.Empty;

    /// <summary>The network ACLs by id.</summary>
    public ImmutableDictionary<string, NetworkAcl> NetworkAcls { get; internal init; } =
        ImmutableDictionary<string, NetworkAcl>.Empty;

    /// <summary>The resources that are carried as documents, by type and id.</summary>
    public ImmutableDictionary<(string Type, string Id), DocumentState> Documents { get; internal init; } =
        ImmutableDictionary<(string, string), DocumentState>.Empty;

    /// <summary>
    /// Why not one resource of a type is known, or null where some listing of the type was read, even an empty one. A type
    /// without a listing is unknown, not empty.
    /// </summary>
    /// <param name="resourceType">One of <see cref="ResourceTypes"/>.</param>
    public string? WhyUnlisted(string resourceType) =>
        resourceType switch
        {
            ResourceTypes.SecurityGroup when IsRead(SnapshotOperations.SecurityGroupRules) => null,
            ResourceTypes.SecurityGroup => WhyUnread(SnapshotOperations.SecurityGroups),
            ResourceTypes.NetworkAcl => WhyUnread(SnapshotOperations.NetworkAcls),
            _ when ResourceLayers.For(resourceType) is { } layer => layer.ListingsOf(resourceType).Any(IsRead)
                ? null
                : $"the snapshot has none of {string.Join(", ", layer.ListingsOf(resourceType).Select(name => name + ".json"))}",
            _ => $"{resourceType} is not a type that a snapshot lists",
        };

    /// <summary>Why not all resources of a type that is carried as documents are known, or null where they are.</summary>
    public string? WhyPartial(string resourceType) =>
        WhyUnlisted(resourceType)
        ?? ResourceLayers
            .For(resourceType)
            ?.Outputs.Select(output => Facts.Listings.GetValueOrDefault(output.Operation))
            .FirstOrDefault(reason => reason is not null);

    private string? WhyUnread(string operation) => IsRead(operation) ? null : SnapshotOperations.WhyMissing(operation);

    private bool IsRead(string operation) => Facts.Listings.ContainsKey(operation);

    internal SnapshotFacts Facts { get; }

    /// <summary>The groups that were made since the folder was read, in that order.</summary>
    internal ImmutableArray<string> NewGroupIds { get; private init; } = [];

    /// <summary>The ids of all groups, in the order read and then made.</summary>
    internal IEnumerable<string> GroupIds => NewGroupIds.IsEmpty ? Facts.GroupIds : Facts.GroupIds.Concat(NewGroupIds);

    /// <summary>The interfaces that were changed since the folder was read.</summary>
    private ImmutableDictionary<string, NetworkInterface> Moved { get; init; } =
        ImmutableDictionary<string, NetworkInterface>.Empty;

    /// <summary>The ids of the groups of that name.</summary>
    internal IEnumerable<string> GroupIdsNamed(string name) =>
        Facts
            .GroupIdsByName.GetValueOrDefault(name, [])
            .Concat(NewGroupIds.Where(id => SecurityGroups[id].Name == name));

    /// <summary>The interfaces that are in a group now.</summary>
    internal ImmutableArray<NetworkInterface> InterfacesOf(string groupId) =>
        Moved.IsEmpty
            ? Facts.InterfacesOf(groupId)
            :
            [
                .. Facts.InterfacesOf(groupId).Where(item => !Moved.ContainsKey(item.Id)),
                .. Moved
                    .Values.Where(item => item.SecurityGroups.Contains(groupId, StringComparer.Ordinal))
                    .OrderBy(item => item.Id, StringComparer.Ordinal),
            ];

    internal Snapshot With(SecurityGroup group) =>
        new(Facts)
        {
            SecurityGroups = SecurityGroups.SetItem(group.Id.Id, group),
            NetworkAcls = NetworkAcls,
            Documents = Documents,
            NewGroupIds = SecurityGroups.ContainsKey(group.Id.Id) ? NewGroupIds : NewGroupIds.Add(group.Id.Id),
            Moved = Moved,
        };

    internal Snapshot With(NetworkAcl acl) =>
        new(Facts)
        {
            SecurityGroups = SecurityGroups,
            NetworkAcls = NetworkAcls.SetItem(acl.Id.Id, acl),
            Documents = Documents,
            NewGroupIds = NewGroupIds,
            Moved = Moved,
        };

    internal Snapshot With(DocumentState state) =>
        new(Facts)
        {
            SecurityGroups = SecurityGroups,
            NetworkAcls = NetworkAcls,
            Documents = SharedElements.Replace(Documents, state),
            NewGroupIds = NewGroupIds,
            Moved = state is ElasticInterface moved ? Moved.SetItem(moved.Id.Id, moved.AsNeighbour()) : Moved,
        };
}
