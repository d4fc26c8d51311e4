using System.Collections.Immutable;

namespace Remediation.Engine.Quarantines;

/// <summary>What cutting off whatever is attached to a resource came to.</summary>
/// <param name="Workloads">The ids of what is cut off now.</param>
internal sealed record ContainmentResult(ImmutableArray<string> Workloads)
{
    /// <summary>Why some or all of it is not cut off, so that a person has to see to it; or null.</summary>
    public string? Refused { get; init; }

    /// <summary>Why it has to be tried again; or null.</summary>
    public string? Retry { get; init; }

    public static ContainmentResult Not(string why) => new([]) { Refused = why };

    public static ContainmentResult Later(string why) => new([]) { Retry = why };
}
