using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// A network ACL as it was read: numbered entries for each direction, and the subnets that use it. It is stateless: return
/// traffic needs entries of its own. Source: EC2 DescribeNetworkAcls.
/// </summary>
public sealed class NetworkAcl : ResourceState
{
    /// <summary>The most entries per direction that AWS allows by default, its own last deny not counted.</summary>
    public const int DefaultEntryQuota = 20;

    /// <summary>Whether it is the ACL that AWS made with the VPC.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The entries of both directions, ascending by number within a direction, AWS's own last deny included.</summary>
    public ImmutableArray<NetworkAclEntry> Entries { get; init; } = [];

    public ImmutableArray<NetworkAclAssociation> Associations { get; init; } = [];

    /// <summary>The subnets that use it.</summary>
    public override IEnumerable<ResourceReference> Neighbours =>
        Associations.Select(association => new ResourceReference(ResourceTypes.Subnet, Id.Account, Id.Region)
        {
            Id = association.SubnetId,
        });

    /// <summary>The entries of one direction in the order in which they are tried.</summary>
    public IEnumerable<NetworkAclEntry> EntriesOf(Direction direction) =>
        Entries.Where(entry => entry.Direction == direction).OrderBy(entry => entry.RuleNumber);

    /// <summary>What the entries of a direction let through: each packet is decided by the first entry that matches it.</summary>
    public TrafficSet AllowedTraffic(Direction direction) => AllowedBy(EntriesOf(direction));

    /// <summary>The same for entries of one direction that come in the order in which they are tried.</summary>
    public static TrafficSet AllowedBy(IEnumerable<NetworkAclEntry> entries)
    {
        var allowed = TrafficSet.Empty;
        var decided = TrafficSet.Empty;
        foreach (var entry in entries)
        {
            var traffic = entry.Traffic;
            if (entry.Action == NetworkAclAction.Allow)
            {
                allowed = allowed.Union(traffic.Except(decided));
            }
            decided = decided.Union(traffic);
        }
        return allowed;
    }

    /// <summary>The same ACL with other entries.</summary>
    public NetworkAcl WithEntries(IEnumerable<NetworkAclEntry> entries) =>
        With([.. entries.OrderBy(entry => entry.Direction).ThenBy(entry => entry.RuleNumber)], Associations);

    /// <summary>The same ACL used by other subnets.</summary>
    public NetworkAcl WithAssociations(IEnumerable<NetworkAclAssociation> associations) =>
        With(Entries, [.. associations]);

    private NetworkAcl With(
        ImmutableArray<NetworkAclEntry> entries,
        ImmutableArray<NetworkAclAssociation> associations
    ) =>
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            IsDefault = IsDefault,
            Associations = associations,
            Entries = entries,
        };

    /// <summary>
    /// Every entry that changed, with the traffic that it opens and closes: an ACL is as strong as what it keeps out, in whatever
    /// way its entries say so. What a change of subnets means, the other ACL decides.
    /// </summary>
    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is not NetworkAcl before
            ? null
            :
            [
                .. EntryChangesSince(before)
                    .Select(change => new StateChange(change.Effect, change.ToString())
                    {
                        Rule = change.Entry.RuleNumber.ToString(CultureInfo.InvariantCulture),
                    }),
                .. SubnetsOf(before)
                    .Except(SubnetsOf(this), StringComparer.Ordinal)
                    .Select(id => Untold($"{id} no longer uses it")),
                .. SubnetsOf(this)
                    .Except(SubnetsOf(before), StringComparer.Ordinal)
                    .Select(id => Untold($"{id} now uses it")),
                .. before.Unreadable.Union(Unreadable, StringComparer.Ordinal).Select(Untold),
            ];

    /// <summary>The entries of both directions that are not as they were in another state, with what each opens and closes.</summary>
    public IEnumerable<NetworkAclEntryChange> EntryChangesSince(NetworkAcl before) =>
        NetworkAclChanges
            .Between(before, this, Direction.Ingress)
            .Entries.Concat(NetworkAclChanges.Between(before, this, Direction.Egress).Entries);

    private static StateChange Untold(string text) => new(ChangeEffect.Unknown, text);

    private static IEnumerable<string> SubnetsOf(NetworkAcl acl) =>
        acl.Associations.Select(association => association.SubnetId);

    private protected override IEnumerable<string> Content =>
        Entries
            .Select(entry => $"{entry.Direction}|{entry}")
            .Concat(Associations.Select(association => association.ToString()));
}
