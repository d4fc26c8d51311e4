using System.Collections.Frozen;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// Which addresses each tier has, by its ranges and by its subnets. A tier that the policy knows by its security groups alone has
/// addresses, too, but nobody says which: see <see cref="AreToldOf"/>.
/// </summary>
public sealed class TierAddresses
{
    private readonly FrozenDictionary<string, AddressSet> _addresses;
    private readonly Fact<IReadOnlyList<ResourceState>> _source;

    private TierAddresses(
        FrozenDictionary<string, AddressSet> addresses,
        Fact<IReadOnlyList<ResourceState>> source,
        bool areSubnetsMissing
    )
    {
        _addresses = addresses;
        _source = source;
        UnknownReason = areSubnetsMissing ? source.UnknownReason ?? "there are no subnets" : null;
        All = addresses.Values.Aggregate(AddressSet.Empty, (all, some) => all.Union(some));
    }

    /// <summary>The addresses that are known to be some tier's.</summary>
    public AddressSet All { get; }

    /// <summary>Why the subnets of the tiers are not known, or null when they are or none is needed.</summary>
    public string? UnknownReason { get; }

    public static TierAddresses Of(TierMap tiers, Fact<IReadOnlyList<ResourceState>> subnets)
    {
        var known = subnets.Value?.OfType<Subnet>().ToList() ?? [];
        return new(
            tiers.All.ToFrozenDictionary(
                tier => tier.Name,
                tier =>
                    known
                        .Where(subnet => tier.HasSubnet(subnet))
                        .Aggregate(tier.Cidrs, (all, subnet) => all.Union(subnet.Addresses)),
                StringComparer.Ordinal
            ),
            subnets,
            tiers.NeedsSubnets && subnets.Value is null
        );
    }

    /// <summary>Whether it was made of this listing.</summary>
    public bool IsOf(Fact<IReadOnlyList<ResourceState>> subnets) =>
        ReferenceEquals(_source.Value, subnets.Value) && _source.UnknownReason == subnets.UnknownReason;

    /// <summary>What is known of the addresses of a tier.</summary>
    public AddressSet Of(string tier) => _addresses.GetValueOrDefault(tier, AddressSet.Empty);

    /// <summary>Whether the addresses of a tier are known: all of its subnets are, and there are any, or it has ranges.</summary>
    public bool AreToldOf(Tier tier) => !(tier.NeedsSubnets && UnknownReason is not null) && !Of(tier.Name).IsEmpty;
}
