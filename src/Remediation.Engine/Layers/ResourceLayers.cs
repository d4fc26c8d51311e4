using System.Collections.Immutable;

namespace Remediation.Engine.Layers;

/// <summary>Every layer beside security groups and network ACLs.</summary>
public static class ResourceLayers
{
    public static ImmutableArray<ResourceLayer> All { get; } = [ListedLayer.Subnets];

    /// <summary>The layer that reads the type, or null.</summary>
    public static ResourceLayer? For(string resourceType) =>
        All.FirstOrDefault(layer => layer.ResourceTypes.Contains(resourceType, StringComparer.Ordinal));
}
