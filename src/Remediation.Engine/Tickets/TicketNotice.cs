using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Engine.Tickets;

/// <summary>
/// A ticket as it is to be told to a sink: whole, in words, without secrets. There is one for a resource and a check, however
/// often the same is found. It is written to the store as it stands here, so that another process can deliver it.
/// </summary>
public sealed record TicketNotice
{
    /// <summary><c>rem-</c> and sixteen hex digits, from resource and check alone: by it a sink finds its own ticket again.</summary>
    public required string Key { get; init; }

    public required TicketStatus Status { get; init; }

    public required ResourceId Resource { get; init; }

    /// <summary>The resource's name, or empty.</summary>
    [JsonRequired]
    public string ResourceName { get; init; } = "";

    public required string Check { get; init; }

    public required string CheckTitle { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Why a person has to look at it.</summary>
    public required string Reason { get; init; }

    [JsonRequired]
    public ImmutableArray<TicketEvidence> Evidence { get; init; } = [];

    /// <summary>The ids of the controls, such as <c>EC2.13</c>.</summary>
    [JsonRequired]
    public ImmutableArray<string> Controls { get; init; } = [];

    /// <summary>Who made the change that was last seen.</summary>
    [JsonRequired]
    public string Actor { get; init; } = "";

    /// <summary>By which tool, in words; empty when not known.</summary>
    [JsonRequired]
    public string Origin { get; init; } = "";

    /// <summary>What else is touched, in words, such as how many interfaces the group is attached to; empty when not known.</summary>
    [JsonRequired]
    public string BlastRadius { get; init; } = "";

    /// <summary>The plan in words, a line for each call; empty where there is none.</summary>
    [JsonRequired]
    public ImmutableArray<string> Plan { get; init; } = [];

    /// <summary>The hash by which the plan is approved; or null.</summary>
    public string? PlanHash { get; init; }

    /// <summary>The command that applies the plan; or null.</summary>
    public string? Command { get; init; }

    /// <summary>What to do by hand, from the check.</summary>
    [JsonRequired]
    public string ManualFix { get; init; } = "";

    /// <summary>The event that was last seen.</summary>
    [JsonRequired]
    public string EventId { get; init; } = "";

    /// <summary>How many events led to it since it was opened.</summary>
    [JsonRequired]
    public int Occurrences { get; init; } = 1;

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The headline, the same in every sink.</summary>
    public string Title => $"[{Check}] {(ResourceName.Length > 0 ? ResourceName : Resource.Id)}: {CheckTitle}";
}
