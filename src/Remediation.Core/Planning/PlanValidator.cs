using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Traffic;

namespace Remediation.Core.Planning;

/// <summary>
/// Holds a plan against the policy without trusting who made it: it applies the calls to the state in memory, one by one, and
/// objects unless every targeted check passes afterwards, no other check newly fails, the traffic afterwards is exactly what was
/// allowed before without what the evidence asks to take away, no rule beside the offending ones changed, nothing was opened or
/// cut on the way, and the guardrails hold.
/// </summary>
public static class PlanValidator
{
    private static readonly ImmutableArray<Direction> Directions = [Direction.Ingress, Direction.Egress];

    /// <param name="plan">The plan.</param>
    /// <param name="evaluations">All evaluations of the state that the plan was made for, the targeted ones among them.</param>
    /// <param name="surroundings">The facts about its neighbours.</param>
    /// <param name="guardrails">What no plan may do.</param>
    public static PlanVerdict Validate(
        Plan plan,
        ImmutableArray<CheckEvaluation> evaluations,
        Surroundings surroundings,
        Guardrails guardrails
    )
    {
        var objections = ImmutableArray.CreateBuilder<string>();
        var steps = Simulate(plan, surroundings, objections);
        if (steps is null)
        {
            return new(new Proof([], [], 0), objections.ToImmutable());
        }
        var after = steps[^1];
        CheckFindings(plan, evaluations, after, objections);
        CheckRules(plan, after, surroundings, objections);
        foreach (var direction in Directions)
        {
            CheckTraffic(plan, steps, direction, surroundings, objections);
        }
        CheckGuardrails(plan, after, guardrails, objections);
        return new(ProofOf(plan.Before, after, surroundings), objections.ToImmutable());
    }

    private static List<ResourceState>? Simulate(
        Plan plan,
        Surroundings surroundings,
        ImmutableArray<string>.Builder objections
    )
    {
        var steps = new List<ResourceState> { plan.Before };
        foreach (var call in plan.Calls)
        {
            var applied = StateChanges.Apply(steps[^1], call, surroundings);
            if (!applied.IsSuccess)
            {
                objections.Add($"AWS would refuse '{call.Summary}': {applied.Error}");
                return null;
            }
            steps.Add(applied.State);
        }
        return steps;
    }

    private static void CheckFindings(
        Plan plan,
        ImmutableArray<CheckEvaluation> evaluations,
        ResourceState after,
        ImmutableArray<string>.Builder objections
    )
    {
        // What may be taken away is read from the targets, so they must not be of the planner's own making.
        foreach (var target in plan.Targets.Where(target => !target.Result.IsFail || !evaluations.Contains(target)))
        {
            objections.Add($"the plan targets {target.Check.Metadata.Id} for what it was not judged to fail for");
        }
        var targeted = plan.CheckIds.ToHashSet(StringComparer.Ordinal);
        foreach (var evaluation in evaluations)
        {
            var id = evaluation.Check.Metadata.Id;
            var result = PolicyEvaluator.Judge(evaluation.Check, after, evaluation.Context);
            if (targeted.Contains(id) && result.IsFail)
            {
                objections.Add($"{id} still fails after the plan: {result.Evidence[0].Offending}");
            }
            else if (!evaluation.Result.IsFail && result.IsFail)
            {
                objections.Add($"{id} passes before the plan and fails after it: {result.Evidence[0].Offending}");
            }
        }
    }

    private static void CheckRules(
        Plan plan,
        ResourceState after,
        Surroundings surroundings,
        ImmutableArray<string>.Builder objections
    )
    {
        switch (plan.Before, after)
        {
            case (Resources.SecurityGroups.SecurityGroup from, Resources.SecurityGroups.SecurityGroup to):
                objections.AddRange(
                    SecurityGroupRuleAudit.Objections(from, to, Withdrawals<RuleWithdrawal>(plan), surroundings)
                );
                break;
            case (Resources.NetworkAcls.NetworkAcl from, Resources.NetworkAcls.NetworkAcl to):
                objections.AddRange(NetworkAclEntryAudit.Objections(from, to, Withdrawals<TrafficWithdrawal>(plan)));
                break;
            case (DocumentState from, DocumentState to):
                objections.AddRange(DocumentAudit.Objections(from, to, Withdrawals<DocumentChange>(plan)));
                break;
        }
    }

    private static void CheckTraffic(
        Plan plan,
        List<ResourceState> steps,
        Direction direction,
        Surroundings surroundings,
        ImmutableArray<string>.Builder objections
    )
    {
        var word = direction == Direction.Ingress ? "from" : "to";
        var bounds = ExpectedTraffic.After(plan, direction, surroundings);
        var (before, after) = (Allowed(steps[0]), Allowed(steps[^1]));
        Object(objections, after.Except(bounds.Most), word, "is still or newly let through after the plan");
        Object(objections, bounds.Least.Except(after), word, "is legitimate and taken away by the plan");
        foreach (var step in steps.Skip(1).SkipLast(1).Select(Allowed))
        {
            Object(objections, step.Except(before), word, "is opened on the way");
            Object(objections, after.Except(step), word, "is legitimate and cut on the way");
        }
        AllowedTraffic Allowed(ResourceState state) => StateChanges.Allowed(state, direction, surroundings);
    }

    private static void Object(
        ImmutableArray<string>.Builder objections,
        AllowedTraffic traffic,
        string preposition,
        string problem
    ) => objections.AddRange(traffic.Describe(preposition).Select(text => $"{text} {problem}"));

    private static void CheckGuardrails(
        Plan plan,
        ResourceState after,
        Guardrails guardrails,
        ImmutableArray<string>.Builder objections
    )
    {
        foreach (var pattern in guardrails.NeverTouch.Where(pattern => Pattern.MatchesResource(pattern, plan.Before)))
        {
            objections.Add($"guardrails.neverTouch names this resource ('{pattern}')");
        }
        var removed = RuleCensus.Removed(plan.Before, after);
        if (removed > guardrails.MaxRulesRemovedPerPlan)
        {
            objections.Add(
                $"the plan takes away {removed} rules, more than guardrails.maxRulesRemovedPerPlan = "
                    + $"{guardrails.MaxRulesRemovedPerPlan} allows"
            );
        }
    }

    private static Proof ProofOf(ResourceState before, ResourceState after, Surroundings surroundings)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        var added = ImmutableArray.CreateBuilder<string>();
        foreach (var direction in Directions)
        {
            var word = direction == Direction.Ingress ? "from" : "to";
            var from = StateChanges.Allowed(before, direction, surroundings);
            var to = StateChanges.Allowed(after, direction, surroundings);
            removed.AddRange(from.Except(to).Describe(word));
            added.AddRange(to.Except(from).Describe(word));
        }
        return new(removed.ToImmutable(), added.ToImmutable(), RuleCensus.Untouched(before, after))
        {
            Changes = (before, after) is (DocumentState was, DocumentState becomes)
                ? [.. DocumentAudit.Describe(was, becomes)]
                : [],
        };
    }

    private static ImmutableArray<TWithdrawal> Withdrawals<TWithdrawal>(Plan plan)
        where TWithdrawal : Withdrawal =>
        [
            .. plan
                .Targets.SelectMany(target => target.Result.Evidence)
                .Select(evidence => evidence.Withdrawal)
                .OfType<TWithdrawal>(),
        ];
}
