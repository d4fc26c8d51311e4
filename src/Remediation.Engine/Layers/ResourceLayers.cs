using System.Collections.Immutable;

namespace Remediation.Engine.Layers;

/// <summary>Every layer beside security groups and network ACLs.</summary>
public static class ResourceLayers
{
    public static ImmutableArray<ResourceLayer> All { get; } =
    [
        new WafLayer(),
        new LoadBalancerLayer(),
        new ApiStageLayer(),
        new GraphQLApiLayer(),
        new DistributionLayer(),
        new NetworkFirewallLayer(),
        new VpcLayer(),
        new SubnetLayer(),
        ListedLayer.RouteTables,
        ListedLayer.InternetGateways,
        new InterfaceLayer(),
        new MirrorSessionLayer(),
        new ShieldLayer(),
    ];

    /// <summary>The layer that reads the type, or null.</summary>
    public static ResourceLayer? For(string resourceType) =>
        All.FirstOrDefault(layer => layer.ResourceTypes.Contains(resourceType, StringComparer.Ordinal));
}
