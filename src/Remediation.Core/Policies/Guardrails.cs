using System.Collections.Immutable;
using Remediation.Core.Checks;

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

    /// <summary>When automatic changes may be made; at any time where there is none.</summary>
    public ImmutableArray<ChangeWindow> ChangeWindows { get; init; } = [];

    /// <summary>From which severity on a finding is reverted outside the change windows as well; null for none.</summary>
    public Severity? Urgent { get; init; }

    /// <summary>
    /// Patterns of the ARNs of IAM roles and users whose changes are not reverted at once, for people who act in an emergency.
    /// Who a session belongs to is told by its role's ARN, not by the name that the caller gave it.
    /// </summary>
    public ImmutableArray<string> BreakGlassPrincipals { get; init; } = [];

    /// <summary>How long before its end an exemption that still spares something is warned of.</summary>
    public TimeSpan WarnBefore { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a plan that is put before a person can be approved of.</summary>
    public TimeSpan ApproveWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long after the change it is reverted after all.</summary>
    public TimeSpan BreakGlassFor { get; init; } = TimeSpan.FromHours(4);
}
