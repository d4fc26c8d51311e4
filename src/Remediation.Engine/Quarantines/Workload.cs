using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;

namespace Remediation.Engine.Quarantines;

/// <summary>What is cut off as one: an instance with all of its interfaces, or a single interface.</summary>
internal sealed record Workload(ResourceState State, ImmutableArray<ElasticInterface> Interfaces)
{
    public ResourceId Id => State.Id;

    /// <summary>The workload that a state is, or null where it is neither an instance nor an interface.</summary>
    public static Workload? Of(ResourceState state) =>
        state switch
        {
            Instance instance => new(instance, instance.Interfaces),
            ElasticInterface alone => new(alone, [alone]),
            _ => null,
        };
}
