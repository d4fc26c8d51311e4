using System.Collections.Immutable;

namespace Remediation.Engine.Audits;

/// <summary>What is asked of the audit function.</summary>
public sealed record AuditRequest
{
    /// <summary>The types of resources to judge; all when empty.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>The ids of the checks to judge by; all when empty.</summary>
    public ImmutableArray<string> Checks { get; init; } = [];

    /// <summary>The account to judge; empty for the function's own.</summary>
    public string Account { get; init; } = "";

    /// <summary>The region to judge; empty for the function's own.</summary>
    public string Region { get; init; } = "";

    /// <summary>A starter policy's name or a policy document to judge by; null for the one in force.</summary>
    public string? Policy { get; init; }

    /// <summary>What an answer gave as <c>continuation</c>; null begins a new audit.</summary>
    public string? Continuation { get; init; }

    /// <summary>Whether the findings are sent to AWS Security Hub.</summary>
    public bool Publishes { get; init; }

    /// <summary>Whether all is judged, by all checks and the policy in force: such an audit alone is the account's latest.</summary>
    public bool IsWhole => Types.IsEmpty && Checks.IsEmpty && Policy is null;
}
