using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// A VPC security group as it was read. It is not the SDK's type, and it knows nothing of what is attached to it or of what a
/// prefix list holds. Source: EC2 DescribeSecurityGroups and DescribeSecurityGroupRules.
/// </summary>
public sealed class SecurityGroup : ResourceState
{
    /// <summary>The most rules per direction that AWS allows by default (IPv4 and IPv6 are counted apart there).</summary>
    public const int DefaultRuleQuota = 60;

    public string Description { get; init; } = "";

    /// <summary>The rules of both directions, in the order read.</summary>
    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];

    /// <summary>Whether it is the group that AWS made with the VPC, which cannot be deleted.</summary>
    public bool IsDefault => Name == "default";

    /// <summary>The service that made the group and keeps its rules, where a tag says so that only AWS can set.</summary>
    public override string? ManagedBy => ReservedTags.OwnerIn(Tags);

    public IEnumerable<SecurityGroupRule> RulesOf(Direction direction) =>
        Rules.Where(rule => rule.Direction == direction);

    /// <summary>The groups of its own account that its rules name, itself not among them.</summary>
    public override IEnumerable<ResourceReference> Neighbours =>
        Rules
            .Select(rule => rule.Peer)
            .OfType<SecurityGroupPeer>()
            .Where(peer => !IsForeign(peer) && peer.GroupId != Id.Id)
            .Select(peer => peer.GroupId)
            .Distinct(StringComparer.Ordinal)
            .Select(id => new ResourceReference(ResourceTypes.SecurityGroup, Id.Account, Id.Region) { Id = id });

    /// <summary>Whether the peer is a group of another account, whose state cannot be read from here.</summary>
    public bool IsForeign(SecurityGroupPeer peer) =>
        peer.UserId.Length > 0 && Id.Account.Length > 0 && peer.UserId != Id.Account;

    /// <summary>The same group with other rules.</summary>
    public SecurityGroup WithRules(ImmutableArray<SecurityGroupRule> rules) =>
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            Description = Description,
            Rules = rules,
        };

    private protected override IEnumerable<string> Content =>
        Rules.Select(rule =>
            $"{rule.Direction}|{rule}|{rule.RuleId}|{rule.Description?.Length}:{rule.Description}|{string.Join(',', rule.Tags)}"
        );
}
