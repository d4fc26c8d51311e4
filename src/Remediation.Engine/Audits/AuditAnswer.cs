using System.Collections.Immutable;

namespace Remediation.Engine.Audits;

/// <summary>What one invocation of an audit came to.</summary>
/// <param name="Id">Which audit.</param>
/// <param name="Summary">Of the whole audit when it is complete, else of this part.</param>
/// <param name="Rest">What is left; null when it is complete.</param>
public sealed record AuditAnswer(AuditId Id, AuditSummary Summary, AuditRest? Rest)
{
    public bool IsComplete => Rest is null;

    /// <summary>Where the reports are kept.</summary>
    public required string Store { get; init; }

    /// <summary>The key of the report as JSON: of the whole audit, or of this part.</summary>
    public required string Json { get; init; }

    /// <summary>The key of the report as HTML; null while it is not complete.</summary>
    public string? Html { get; init; }

    /// <summary>The ids of all findings of the audit; none while it is not complete.</summary>
    public ImmutableArray<string> FindingIds { get; init; } = [];

    /// <summary>What publication came to; null where none was asked for.</summary>
    public Publication? Publication { get; init; }
}
