using System.Collections.Immutable;
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
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            IsDefault = IsDefault,
            Associations = Associations,
            Entries = [.. entries.OrderBy(entry => entry.Direction).ThenBy(entry => entry.RuleNumber)],
        };

    private protected override IEnumerable<string> Content =>
        Entries
            .Select(entry => $"{entry.Direction}|{entry}")
            .Concat(Associations.Select(association => association.ToString()));
}
