using System.Collections.Immutable;

namespace Remediation.Core.Policies;

/// <summary>What no plan may do, whatever the checks say.</summary>
public sealed record Guardrails
{
    public static Guardrails Default { get; } = new();

    /// <summary>Patterns of ids, names or ARNs of resources that are never changed.</summary>
    public ImmutableArray<string> NeverTouch { get; init; } = [];

    /// <summary>The most rules or entries that one plan may take away.</summary>
    public int MaxRulesRemovedPerPlan { get; init; } = 20;

    /// <summary>The most remediations within any hour, of all engines together; null for as many as it takes.</summary>
    public int? MaxChangesPerHour { get; init; } = 50;

    /// <summary>When a finding that keeps coming back is no longer reverted.</summary>
    public FlipFlop FlipFlop { get; init; } = FlipFlop.Default;
}
