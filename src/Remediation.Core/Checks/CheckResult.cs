using System.Collections.Immutable;

namespace Remediation.Core.Checks;

/// <summary>
/// What a check found. It can fail on what it sees and at the same time not know about the rest: both are told.
/// It passes only when it is applicable, has no evidence, and nothing is unknown.
/// </summary>
public sealed record CheckResult
{
    private CheckResult() { }

    public static CheckResult Pass { get; } = new();

    /// <summary>Why it fails; empty when it does not.</summary>
    public ImmutableArray<Evidence> Evidence { get; private init; } = [];

    /// <summary>What could not be resolved, in words; empty when everything was.</summary>
    public ImmutableArray<string> Unknowns { get; private init; } = [];

    /// <summary>What it would have failed on, had the policy not exempted it; empty in most cases.</summary>
    public ImmutableArray<Evidence> Exempted { get; private init; } = [];

    /// <summary>Why the check does not concern the resource, or null when it does.</summary>
    public string? NotApplicableReason { get; private init; }

    public bool IsFail => !Evidence.IsEmpty;

    public bool IsUnknown => !Unknowns.IsEmpty;

    public bool IsPass => !IsFail && !IsUnknown;

    public static CheckResult NotApplicable(string reason) => new() { NotApplicableReason = reason };

    public static CheckResult Fail(params ImmutableArray<Evidence> evidence) => Of(evidence, [], []);

    public static CheckResult Unknown(params ImmutableArray<string> reasons) => Of([], reasons, []);

    public static CheckResult Of(
        ImmutableArray<Evidence> evidence,
        ImmutableArray<string> unknowns,
        ImmutableArray<Evidence> exempted
    ) =>
        evidence.IsEmpty && unknowns.IsEmpty && exempted.IsEmpty
            ? Pass
            : new()
            {
                Evidence = evidence,
                Unknowns = [.. unknowns.Distinct(StringComparer.Ordinal)],
                Exempted = exempted,
            };
}
