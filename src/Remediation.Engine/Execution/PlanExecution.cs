using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Engine.Leases;

namespace Remediation.Engine.Execution;

/// <summary>One plan that is to be carried out, and why.</summary>
/// <param name="Plan">A plan that was found valid.</param>
/// <param name="Action">Why it is carried out.</param>
/// <param name="Lease">The lease of the plan's resource.</param>
/// <param name="LookAgain">
/// Reads the resource and says what is still wrong, or null when all is as it was planned. Asked several times, since EC2 is
/// eventually consistent.
/// </param>
public sealed record PlanExecution(
    Plan Plan,
    LedgerAction Action,
    Lease Lease,
    Func<CancellationToken, Task<string?>> LookAgain
)
{
    /// <summary>The id of the ledger entries, where several plans make up one operation; else null.</summary>
    public string? Id { get; init; }

    /// <summary>The id of what it takes back; or null.</summary>
    public string? Undoes { get; init; }

    /// <summary>The id of the remediation that it goes on with; or null.</summary>
    public string? Resumes { get; init; }

    /// <summary>Why a person asked for it; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The ARN of the workload that a quarantine or a release is of; else null.</summary>
    public string? Workload { get; init; }

    /// <summary>The checks that it is to satisfy, where the plan does not say; else null.</summary>
    public ImmutableArray<string>? Checks { get; init; }

    public ImmutableArray<string> Events { get; init; } = [];

    public string Actor { get; init; } = "";
}
