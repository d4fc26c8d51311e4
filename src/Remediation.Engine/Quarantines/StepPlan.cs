using System.Collections.Immutable;
using Remediation.Core.Quarantines;

namespace Remediation.Engine.Quarantines;

/// <summary>What is to be done to one resource as it is now, with what a person should know of it.</summary>
internal sealed record StepPlan(QuarantinePlanning Planning)
{
    public ImmutableArray<string> Conflicts { get; init; } = [];

    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The id of what it takes back; or null.</summary>
    public string? Undoes { get; init; }

    public bool IsRetryable { get; init; }

    public static StepPlan Failed(string problem, bool isRetryable = false) =>
        new(QuarantinePlanning.Impossible(problem)) { IsRetryable = isRetryable };
}
