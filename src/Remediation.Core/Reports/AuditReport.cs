using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;

namespace Remediation.Core.Reports;

/// <summary>What an audit of an account found, and what would be done about it. Making it changed nothing.</summary>
public sealed record AuditReport
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The file of the template that was judged, or null where it was an account.</summary>
    public string? Template { get; init; }

    public required Policy Policy { get; init; }

    /// <summary>How many resources were judged.</summary>
    public required int Resources { get; init; }

    /// <summary>In the order of the resources, and of the catalogue for each.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    public required ImmutableArray<ReportedPlan> Plans { get; init; }

    /// <summary>By finding id: why the policy's revert comes to no plan, or to one that may not be applied.</summary>
    public ImmutableDictionary<string, string> Unplanned { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The types that could not be read whole, which the report therefore says little or nothing of.</summary>
    public ImmutableArray<UnreadType> Unread { get; init; } = [];

    /// <summary>Where the resources that have findings are written, as <c>file:line</c>, by ARN; only of a template.</summary>
    public ImmutableDictionary<string, string> Places { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The names of the resources that have findings, by ARN.</summary>
    public required ImmutableDictionary<string, string> ResourceNames { get; init; }
}
