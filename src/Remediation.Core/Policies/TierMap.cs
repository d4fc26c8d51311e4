using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Core.Policies;

/// <summary>Who is in which tier of a policy. It says nothing of what a tier may do. Immutable, and safe to use from several threads.</summary>
public sealed class TierMap
{
    private readonly ImmutableArray<Tier> _tiers;
    private readonly ImmutableArray<Tier> _withGroups;

    private TierMap(ImmutableArray<Tier> tiers)
    {
        _tiers = tiers;
        _withGroups = [.. tiers.Where(tier => tier.SecurityGroups is not null || tier.Vpcs is not null)];
        NeedsSubnets = tiers.Any(tier => tier.NeedsSubnets);
    }

    /// <summary>The map without tiers.</summary>
    public static TierMap Empty { get; } = new([]);

    public bool IsEmpty => _tiers.IsEmpty;

    /// <summary>Every tier, in the order of their names.</summary>
    public ImmutableArray<Tier> All => _tiers;

    /// <summary>Whether the addresses of some tier depend on which subnets there are.</summary>
    public bool NeedsSubnets { get; }

    public static TierMap Of(Policy policy) => policy.Tiers.IsEmpty ? Empty : new([.. policy.Tiers.Values]);

    /// <summary>The tiers that a security group is of, in the order of their names.</summary>
    public ImmutableArray<Tier> OfGroup(ResourceState group) => Where(_withGroups, tier => tier.HasGroup(group));

    /// <summary>
    /// The tiers that list a security group by its id and ask nothing else of it, so that it is of them whether or not it can be read.
    /// </summary>
    public ImmutableArray<Tier> OfGroupId(string groupId) =>
        Where(_withGroups, tier => tier.SecurityGroups?.ListsAlone(groupId) == true);

    /// <summary>The tiers that a subnet is of, in the order of their names.</summary>
    public ImmutableArray<Tier> OfSubnet(Subnet subnet) => Where(_tiers, tier => tier.HasSubnet(subnet));

    /// <summary>The first private tier that the subnet is of, or null.</summary>
    public Tier? PrivateTierOf(Subnet subnet) =>
        _tiers.FirstOrDefault(tier => tier.IsPrivate && tier.HasSubnet(subnet));

    private static ImmutableArray<Tier> Where(ImmutableArray<Tier> tiers, Func<Tier, bool> isMember)
    {
        var found = ImmutableArray<Tier>.Empty;
        foreach (var tier in tiers)
        {
            found = isMember(tier) ? found.Add(tier) : found;
        }
        return found;
    }
}
