using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;

namespace Remediation.Testing;

/// <summary>A state judged, planned and validated by given checks, all failing ones targeted.</summary>
public sealed record Planned(
    ResourceState State,
    ImmutableArray<CheckEvaluation> Evaluations,
    Surroundings Surroundings,
    PlanningResult Result,
    Guardrails Guardrails
)
{
    public static Planned For(
        ResourceState state,
        Policy policy,
        Surroundings? surroundings,
        params ReadOnlySpan<Check> checks
    )
    {
        var facts = surroundings ?? Surroundings.Unknown;
        var evaluations = new PolicyEvaluator(policy, [.. checks]).Evaluate(state, facts, Sample.Now);
        var targets = evaluations.Where(evaluation =>
            evaluation.Result.IsFail && evaluation.Check.Metadata.FixKind == FixKind.Automatic
        );
        var result = Planner.Plan(state, [.. targets], facts);
        return new(state, evaluations, facts, result, policy.Guardrails);
    }

    public PlanVerdict Validate(Plan? other = null) =>
        PlanValidator.Validate(other ?? Result.Plan!, Evaluations, Surroundings, Guardrails);

    /// <summary>The state after the plan's calls, applied purely.</summary>
    public ResourceState After() =>
        Result.Plan is null
            ? State
            : Result.Plan.Calls.Aggregate(State, (state, call) => StateChanges.Apply(state, call, Surroundings).State!);
}
