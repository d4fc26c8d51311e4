using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Engine.Quarantines;

/// <summary>That a workload is to be cut off.</summary>
/// <param name="Workload">An instance or a network interface.</param>
/// <param name="By">Who asks; recorded as the actor.</param>
public sealed record QuarantineRequest(ResourceReference Workload, string By)
{
    /// <summary>Whether network ACLs deny the addresses as well; null for what the policy says.</summary>
    public bool? IsHard { get; init; }

    /// <summary>Why, in the words of who asks; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The ids of the events that led to it.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>The ids of the checks that led to it.</summary>
    public ImmutableArray<string> Checks { get; init; } = [];
}
