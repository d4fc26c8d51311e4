using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>One half of one remediation of one resource. Intent and outcome share an id.</summary>
public sealed record LedgerEntry
{
    /// <summary>The remediation's id: the time and the plan's hash, so that it sorts by time.</summary>
    public required string Id { get; init; }

    public required LedgerEntryKind Kind { get; init; }

    public required ResourceId Resource { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string PlanHash { get; init; }

    public LedgerAction Action { get; init; }

    /// <summary>For an undo or a release: the id of what it takes back; else null.</summary>
    public string? Undoes { get; init; }

    /// <summary>The id of the remediation that it goes on with, which had stopped half-way; or null.</summary>
    public string? Resumes { get; init; }

    /// <summary>For a quarantine or a release: the ARN of the workload, of which the resource is a part; else null.</summary>
    public string? Workload { get; init; }

    /// <summary>Why a person asked for it, in his words; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The ids of the events that led to it.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>Who made the change, as the first event tells it; for what a person asked for, that person.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The ids of the checks that it is to satisfy.</summary>
    public ImmutableArray<string> Checks { get; init; } = [];

    public ImmutableArray<ApiCall> Calls { get; init; } = [];

    /// <summary>For an intent: the complete prior state in AWS's own JSON.</summary>
    public string? PriorState { get; init; }

    /// <summary>For an outcome: whether every call was done and the checks pass.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>For an outcome: how many of the calls were done.</summary>
    public int? CallsDone { get; init; }

    /// <summary>For an outcome that did not succeed: why.</summary>
    public string? Error { get; init; }
}
