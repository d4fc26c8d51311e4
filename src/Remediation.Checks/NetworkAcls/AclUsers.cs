using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>The subnets that use an ACL, and the tiers that they are.</summary>
internal sealed class AclUsers
{
    private AclUsers(ImmutableArray<Subnet> subnets, ImmutableArray<string> unknowns, TierMap tiers)
    {
        Unknowns = unknowns;
        Untiered = [.. subnets.Where(subnet => tiers.OfSubnet(subnet).IsEmpty).Select(subnet => subnet.Id.Id)];
        Tiers = [.. tiers.All.Where(tier => subnets.Any(tier.HasSubnet))];
        Inner = subnets is [var only] ? only.Addresses : AddressSet.Empty;
    }

    /// <summary>What could not be read, in words.</summary>
    public ImmutableArray<string> Unknowns { get; }

    /// <summary>The subnets that are in no tier, by id.</summary>
    public ImmutableArray<string> Untiered { get; }

    /// <summary>The tiers that the subnets are, in the order of their names.</summary>
    public ImmutableArray<Tier> Tiers { get; }

    /// <summary>The addresses that no traffic through the ACL has: those of its only subnet.</summary>
    public AddressSet Inner { get; }

    public static AclUsers Of(NetworkAcl acl, CheckContext context)
    {
        var subnets = ImmutableArray.CreateBuilder<Subnet>();
        var unknowns = ImmutableArray.CreateBuilder<string>();
        foreach (var id in acl.Associations.Select(association => association.SubnetId))
        {
            var fact = context.Surroundings.Neighbour(id);
            if (fact.Value is Subnet subnet)
            {
                subnets.Add(subnet);
            }
            else if (fact.UnknownReason is { } reason)
            {
                unknowns.Add($"which tier {id} is in is not known: {reason}");
            }
        }
        var isAsked = context.Tiers.All.Any(tier => tier.NeedsSubnets || !tier.Cidrs.IsEmpty);
        return new(subnets.ToImmutable(), isAsked ? unknowns.ToImmutable() : [], context.Tiers);
    }

    public SubnetFlows Flows(Direction direction, CheckContext context, ServiceSet ephemeral)
    {
        var addresses = context.Flows.Addresses(context.Surroundings.Subnets);
        var ingress = context.Flows.Of(Direction.Ingress, Tiers).By(addresses);
        var egress = context.Flows.Of(Direction.Egress, Tiers).By(addresses);
        return direction == Direction.Ingress ? new(ingress, egress, ephemeral) : new(egress, ingress, ephemeral);
    }

    /// <summary>Where the addresses of tiers can be that are not known.</summary>
    public AddressSet UntoldAddresses(Direction direction, CheckContext context) =>
        context.Flows.Of(direction, Tiers).By(context.Flows.Addresses(context.Surroundings.Subnets)).UntoldAddresses;
}
