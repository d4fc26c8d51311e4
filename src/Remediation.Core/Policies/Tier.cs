using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// A layer of the workload, such as web or data: the security groups, the subnets and the addresses that are it. What any one
/// part says is in the tier; the parts do not narrow each other. It says nothing of what the tier may do: see <see cref="Flow"/>.
/// </summary>
public sealed record Tier(string Name)
{
    /// <summary>The security groups whose members are the tier, or null where it names none.</summary>
    public ResourceMatch? SecurityGroups { get; init; }

    /// <summary>The subnets whose addresses are the tier's, or null where it names none.</summary>
    public ResourceMatch? Subnets { get; init; }

    /// <summary>The VPCs of which every security group and every subnet is in the tier, or null where it names none.</summary>
    public ResourceMatch? Vpcs { get; init; }

    /// <summary>Addresses that are the tier's, whichever subnet they are in.</summary>
    public AddressSet Cidrs { get; init; } = AddressSet.Empty;

    /// <summary>Whether nothing of it may be reached from the internet, or have a route to an internet gateway.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether its addresses depend on which subnets there are.</summary>
    public bool NeedsSubnets => Subnets is not null || Vpcs is not null;

    public bool HasGroup(ResourceState group) => SecurityGroups?.Matches(group) == true || Vpcs?.Matches(group) == true;

    /// <summary>Whether the subnet is one of the tier's, by what it is called or by where all its addresses are.</summary>
    public bool HasSubnet(Subnet subnet) =>
        Subnets?.Matches(subnet) == true
        || Vpcs?.Matches(subnet) == true
        || (!Cidrs.IsEmpty && subnet.Addresses is { IsEmpty: false } own && own.IsSubsetOf(Cidrs));
}
