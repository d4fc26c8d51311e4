using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Core.Planning;

/// <summary>
/// Folds the desired states of the failing checks of one resource, in catalogue order, until none of them fails, and gives the
/// calls that lead there. It decides nothing about responses or guardrails, and its work is checked by
/// <see cref="PlanValidator"/>.
/// </summary>
public static class Planner
{
    // Each round every check has its say once; checks that only take away are done after one.
    private const int MostRounds = 8;

    /// <param name="state">The state as it was read.</param>
    /// <param name="targets">The failing evaluations to resolve, in catalogue order.</param>
    /// <param name="surroundings">The same facts that the checks were given.</param>
    public static PlanningResult Plan(
        ResourceState state,
        ImmutableArray<CheckEvaluation> targets,
        Surroundings surroundings
    )
    {
        var unplanned = ImmutableArray.CreateBuilder<Unplanned>();
        var open = targets.ToList();
        var desired = Fold(state, open, unplanned);
        if (desired is null || open.Count == 0)
        {
            return new(null, unplanned.ToImmutable());
        }
        var diff = StateChanges.Diff(state, desired, surroundings);
        if (!diff.IsPossible)
        {
            unplanned.AddRange(open.Select(target => new Unplanned(target.Check.Metadata.Id, diff.Impossible)));
            return new(null, unplanned.ToImmutable());
        }
        var plan = new Plan
        {
            Before = state,
            Desired = desired,
            Calls = diff.Calls,
            Targets = [.. open],
        };
        return new(diff.Calls.IsEmpty ? null : plan, unplanned.ToImmutable());
    }

    // The state in which all of the open checks pass; those without a fix leave the list. Null when the checks never agree.
    private static ResourceState? Fold(
        ResourceState state,
        List<CheckEvaluation> open,
        ImmutableArray<Unplanned>.Builder unplanned
    )
    {
        var current = state;
        for (var round = 0; round < MostRounds; round++)
        {
            var next = FoldOnce(current, open, unplanned);
            if (next.Fingerprint == current.Fingerprint)
            {
                return current;
            }
            current = next;
        }
        var names = string.Join(", ", open.Select(target => target.Check.Metadata.Id));
        unplanned.AddRange(
            open.Select(target => new Unplanned(
                target.Check.Metadata.Id,
                $"the fixes of {names} undo each other; a person has to decide between them"
            ))
        );
        return null;
    }

    private static ResourceState FoldOnce(
        ResourceState current,
        List<CheckEvaluation> open,
        ImmutableArray<Unplanned>.Builder unplanned
    )
    {
        foreach (var target in open.ToArray())
        {
            if (!target.Check.Evaluate(current, target.Context).IsFail)
            {
                continue;
            }
            var desired = target.Check.Desired(current, target.Context);
            if (desired.Exists)
            {
                current = desired.State;
                continue;
            }
            unplanned.Add(new(target.Check.Metadata.Id, desired.Reason));
            open.Remove(target);
        }
        return current;
    }
}
