using Remediation.Core.Planning;

namespace Remediation.Core.Quarantines;

/// <summary>What is to be done to one resource: a plan, nothing, or why it cannot be done.</summary>
public sealed record QuarantinePlanning
{
    private QuarantinePlanning() { }

    /// <summary>The resource is as it is to be.</summary>
    public static QuarantinePlanning Nothing { get; } = new();

    /// <summary>The calls, found valid; null where there is nothing to do, or where it cannot be done.</summary>
    public Plan? Plan { get; private init; }

    /// <summary>Why it cannot be done; or null.</summary>
    public string? Problem { get; private init; }

    public static QuarantinePlanning Of(Plan plan) =>
        QuarantineValidator.Objection(plan) is { } objection ? Impossible(objection) : new() { Plan = plan };

    public static QuarantinePlanning Impossible(string problem) => new() { Problem = problem };
}
