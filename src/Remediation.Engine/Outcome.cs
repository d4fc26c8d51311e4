using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Tickets;

namespace Remediation.Engine;

/// <summary>What one event came to for one resource. Every record of the input has at least one.</summary>
public sealed record Outcome
{
    /// <summary>The event as it was parsed.</summary>
    public required ParsedEvent Event { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>Why, in words; never empty.</summary>
    public required string Reason { get; init; }

    /// <summary>The resource, or null when the event named none that could be resolved.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>The state that was judged, or null.</summary>
    public ResourceState? State { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The plan that was applied or would be, or null.</summary>
    public Plan? Plan { get; init; }

    /// <summary>The validator's word on the plan, or null when there is no plan.</summary>
    public PlanVerdict? Verdict { get; init; }

    /// <summary>Failing checks that the plan does not resolve, with the reasons.</summary>
    public ImmutableArray<Unplanned> Unplanned { get; init; } = [];

    /// <summary>The tickets that are open for the resource after it; none in a dry run and in observe mode.</summary>
    public ImmutableArray<Ticket> Tickets { get; init; } = [];

    /// <summary>The ids of the workloads that were cut off, or were so already.</summary>
    public ImmutableArray<string> CutOff { get; init; } = [];

    /// <summary>Why a guardrail holds the valid plan back; null where none does, or where the policy asked for an approval.</summary>
    public string? Held { get; init; }

    /// <summary>When each stage of handling was reached, as far as it was.</summary>
    public StageTimes Stages { get; init; } = StageTimes.None;

    /// <summary>The ledger entry of the remediation, or null when nothing was changed.</summary>
    public string? LedgerId { get; init; }

    /// <summary>Whether nothing was changed because a dry run was asked for.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>For <see cref="Decision.Failed"/>: whether handling the same message later may succeed.</summary>
    public bool IsRetryable { get; init; }
}
