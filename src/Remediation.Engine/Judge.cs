using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Quarantines;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine;

/// <summary>
/// Judges one state: evaluates every check, plans for what the policy wants reverted, and has the plan validated. Pure but for
/// the planner that it is given; audit and reconciler share it, so that both say the same.
/// </summary>
public sealed class Judge(
    PolicyEvaluator evaluator,
    Func<ResourceState, ImmutableArray<CheckEvaluation>, Surroundings, PlanningResult> plan
)
{
    /// <summary>How an unknown begins that comes from a defect in a check, and not from what the resource is.</summary>
    public const string DefectOfTheEngine = "the check could not judge it because of a defect in the engine";

    public Policy Policy => evaluator.Policy;

    /// <summary>What facts about neighbours are needed to judge a type of resource.</summary>
    public SurroundingKinds SurroundingsFor(string resourceType) => evaluator.SurroundingsFor(resourceType);

    /// <param name="state">What is judged.</param>
    /// <param name="surroundings">The facts about its neighbours that were asked for.</param>
    /// <param name="now">The time by which exemptions end.</param>
    /// <param name="covers">What is spared for a while beside the policy's exemptions.</param>
    /// <param name="spared">The checks whose findings are not to be reverted for now, each with the reason.</param>
    public Judgement Of(
        ResourceState state,
        Surroundings surroundings,
        DateTimeOffset now,
        ImmutableArray<Exemption> covers = default,
        ImmutableDictionary<string, string>? spared = null
    )
    {
        // The engine's own group is what the policy says that it is, and nothing that a check could find in it is to be changed. Once
        // it lets through anything else, by whoever's doing, it is judged like any other.
        ImmutableArray<CheckEvaluation> evaluations = IsIsolation(state)
            ? []
            : evaluator.Evaluate(state, surroundings, now, covers, Defect);
        var limit = state.ManagedBy is not null || IsUntouchable(state) ? Response.Ticket : Response.Quarantine;
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var targets = ImmutableArray.CreateBuilder<CheckEvaluation>();
        var asked = ImmutableArray.CreateBuilder<CheckEvaluation>();
        foreach (var evaluation in evaluations)
        {
            if (evaluation.Result.IsPass && evaluation.Result.Exempted.IsEmpty)
            {
                continue;
            }
            var own = evaluation.Findings(state, limit);
            findings.AddRange(own);
            if (spared?.ContainsKey(evaluation.Check.Metadata.Id) ?? false)
            {
                continue;
            }
            if (own.Any(finding => finding is { Status: FindingStatus.Fail, Response: >= Response.Revert }))
            {
                targets.Add(evaluation);
            }
            else if (own.Any(finding => finding is { Status: FindingStatus.Fail, Response: Response.Ask }))
            {
                asked.Add(evaluation);
            }
        }
        var judgement = new Judgement
        {
            State = state,
            Surroundings = surroundings,
            Evaluations = evaluations,
            Findings = findings.ToImmutable(),
            WarnedUntil = now + evaluator.Policy.Guardrails.WarnBefore,
            Spared = spared ?? ImmutableDictionary<string, string>.Empty,
        };
        judgement = targets.Count == 0 ? judgement : WithPlan(judgement, targets.ToImmutable());
        return judgement.HasValidPlan || asked.Count == 0 ? judgement : Asking(judgement, asked.ToImmutable());
    }

    // A resource that one check has a defect for must not blind the other checks and, in an audit, the other resources: what that check
    // could not tell is told as such, and becomes a ticket where its failure would.
    private static CheckResult Defect(Exception exception) =>
        CheckResult.Unknown($"{DefectOfTheEngine}: {Told(exception)}");

    private static string Told(Exception exception) =>
        $"{exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n', 2)[0].Trim()}".ReplaceLineEndings(
            " "
        );

    // What has to be asked for first has a plan of its own, once nothing is left that need not be asked for.
    private Judgement Asking(Judgement judgement, ImmutableArray<CheckEvaluation> asked)
    {
        var planned = WithPlan(judgement, asked);
        return planned.HasValidPlan || judgement.Plan is null
            ? planned with
            {
                Held = planned.HasValidPlan ? Judgement.Asks : null,
                Unplanned = [.. judgement.Unplanned, .. Rejected(judgement), .. planned.Unplanned],
            }
            : judgement;
    }

    private static IEnumerable<Unplanned> Rejected(Judgement judgement) =>
        judgement.Verdict is { IsValid: false } verdict
            ? judgement.Plan!.CheckIds.Select(id => new Unplanned(
                id,
                "the plan was rejected: " + string.Join("; ", verdict.Objections)
            ))
            : [];

    // One plan for all targets where that is valid. Fixes of two checks can work on the same entries so that together they do
    // not take away exactly what each asks for; then as many as go together, and the others when the resource is next looked at.
    private Judgement WithPlan(Judgement judgement, ImmutableArray<CheckEvaluation> targets)
    {
        var all = PlanFor(judgement, targets);
        if (all.Verdict is not { IsValid: false } || targets.Length == 1)
        {
            return all;
        }
        Judgement? best = null;
        var together = ImmutableArray<CheckEvaluation>.Empty;
        foreach (var target in targets)
        {
            var tried = PlanFor(judgement, together.Add(target));
            if (tried.HasValidPlan)
            {
                (best, together) = (tried, together.Add(target));
            }
        }
        return best is null ? all : best with { Unplanned = [.. best.Unplanned, .. LeftOut(targets, best)] };
    }

    private static IEnumerable<Unplanned> LeftOut(ImmutableArray<CheckEvaluation> targets, Judgement best)
    {
        var told = best.Plan!.CheckIds.Concat(best.Unplanned.Select(item => item.CheckId))
            .ToHashSet(StringComparer.Ordinal);
        return targets
            .Select(target => target.Check.Metadata.Id)
            .Where(id => !told.Contains(id))
            .Select(id => new Unplanned(
                id,
                "its fix and that of another check get in each other's way; see to it afterwards"
            ));
    }

    private Judgement PlanFor(Judgement judgement, ImmutableArray<CheckEvaluation> targets)
    {
        try
        {
            return Planned(judgement, targets);
        }
        // Nothing is changed by a plan that there is not: the finding stands, and is told with the reason.
        catch (Exception exception)
        {
            var reason = $"no plan could be made because of a defect in the engine: {Told(exception)}";
            return judgement with
            {
                Plan = null,
                Verdict = null,
                Unplanned = [.. targets.Select(target => new Unplanned(target.Check.Metadata.Id, reason))],
            };
        }
    }

    private Judgement Planned(Judgement judgement, ImmutableArray<CheckEvaluation> targets)
    {
        var planned = plan(judgement.State, targets, judgement.Surroundings);
        var verdict = planned.Plan is null
            ? null
            : PlanValidator.Validate(
                planned.Plan,
                judgement.Evaluations,
                judgement.Surroundings,
                evaluator.Policy.Guardrails
            );
        return judgement with { Plan = planned.Plan, Verdict = verdict, Unplanned = planned.Unplanned };
    }

    private bool IsIsolation(ResourceState state) =>
        state is SecurityGroup group && QuarantinePlanner.IsClosed(group, evaluator.Policy.Quarantine);

    private bool IsUntouchable(ResourceState state) =>
        evaluator.Policy.Guardrails.NeverTouch.Any(pattern => Pattern.MatchesResource(pattern, state));
}
