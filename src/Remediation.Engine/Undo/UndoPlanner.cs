using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Shield;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Execution;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Undo;

/// <summary>Plans an undo from the ledger and the present state, and proves the plan by applying it in memory. Pure.</summary>
public static class UndoPlanner
{
    /// <param name="operation">What to undo.</param>
    /// <param name="history">Everything that the ledger tells of the resource, the oldest first.</param>
    /// <param name="present">The resource as it is now.</param>
    /// <param name="isForced">Whether what somebody has changed since is put back as well.</param>
    public static UndoProposal Of(
        LedgerOperation operation,
        IReadOnlyList<LedgerOperation> history,
        ResourceState present,
        bool isForced
    )
    {
        var begun = BegunBefore(operation, history);
        var proposal = new UndoProposal
        {
            Operation = operation,
            Present = present,
            IsForced = isForced,
            Resumes = begun?.Id,
            IsReopening = IsReopening(operation, history),
        };
        if (WhyNot(operation, present) is { } problem)
        {
            return proposal with { Problem = problem };
        }
        if (!LedgerReplay.Of(operation.Intent).TryGet(out var replay, out var unread))
        {
            return proposal with { Problem = unread };
        }
        // A plan can lead through states in which more is different than before and after it, such as a protection that is off for
        // as long as what it protects is changed: from there the only way is to the end of what was begun.
        if (begun is not null && Resumption.RestOf(begun.Intent, present) is { } rest)
        {
            return proposal with { Plan = rest };
        }
        if (Resumption.IsHalfway(replay.Prior, operation.Intent.Calls, present))
        {
            return WithPlan(proposal, present, replay.Prior);
        }
        var merged = UndoMerge.Of(replay, present, new(isForced, begun is not null));
        proposal = proposal with
        {
            Conflicts = merged.Conflicts,
            Notes = [.. Notes(present, merged.Desired), .. Later(operation, history, merged)],
        };
        return proposal.IsRefused ? proposal : WithPlan(proposal, present, merged.Desired);
    }

    /// <summary>Null when all that the operation changed is as it was before; else what is left to do.</summary>
    public static string? WhyNotDone(LedgerOperation operation, ResourceState present, bool isForced)
    {
        var again = Of(operation, [], present, isForced);
        return again.Problem
            ?? (
                again.IsNothingToDo ? null
                : again.Plan is { } plan ? $"what is left is to {plan.Calls[0].Summary}"
                : again.Conflicts.FirstOrDefault(Remains)?.ToString()
            );

        // What the remediation had put there is gone by now: that is what was wanted.
        static bool Remains(UndoConflict conflict) => conflict.Present != "nothing";
    }

    private static string? WhyNot(LedgerOperation operation, ResourceState present) =>
        operation.Intent.Action is LedgerAction.Quarantine or LedgerAction.Release
            ? $"{operation.Id} is a {operation.Intent.Action.ToString().ToLowerInvariant()}: remediate release lets a workload "
                + "out, and remediate quarantine cuts it off"
        : present.ManagedBy is { } owner
            ? $"{present.Id} is managed by {owner}, which would put back whatever is changed; undo it there"
        : null;

    private static UndoProposal WithPlan(UndoProposal proposal, ResourceState present, ResourceState desired)
    {
        var ordered = Calls(present, desired);
        if (!ordered.IsPossible)
        {
            return proposal with { Problem = $"no calls lead back: {ordered.Impossible}" };
        }
        if (ordered.Calls.IsEmpty)
        {
            return proposal;
        }
        var plan = new Plan
        {
            Before = present,
            Desired = desired,
            Calls = ordered.Calls,
            Targets = [],
        };
        return Objection(plan) is { } objection ? proposal with { Problem = objection } : proposal with { Plan = plan };
    }

    // To cut traffic for a moment is better than not to be able to undo.
    private static OrderedCalls Calls(ResourceState from, ResourceState to) =>
        (from, to) is (NetworkAcl mine, NetworkAcl theirs)
            ? NetworkAclDiff.Between(mine, theirs)
            : StateChanges.Diff(from, to, Surroundings.Unknown);

    private static string? Objection(Plan plan)
    {
        var state = plan.Before;
        foreach (var call in plan.Calls)
        {
            var applied = StateChanges.Apply(state, call, Surroundings.Unknown);
            if (!applied.IsSuccess)
            {
                return $"AWS would refuse '{call.Summary}': {applied.Error}";
            }
            state = applied.State;
        }
        var left = Calls(state, plan.Desired);
        return left is { IsPossible: true, Calls.IsEmpty: true } ? null : "the calls do not lead to the prior state";
    }

    // An undo brings back what was found; undoing that closes it again; and so on.
    private static bool IsReopening(LedgerOperation operation, IReadOnlyList<LedgerOperation> history)
    {
        var (opens, seen) = (true, new HashSet<string>(StringComparer.Ordinal));
        // A ledger that was spoilt can lead round in a circle.
        for (
            var at = operation;
            at?.Intent.Action == LedgerAction.Undo && seen.Add(at.Id);
            at = Find(history, at.Intent.Undoes)
        )
        {
            opens = !opens;
        }
        return opens;
    }

    private static LedgerOperation? Find(IReadOnlyList<LedgerOperation> history, string? id) =>
        history.FirstOrDefault(operation => operation.Id == id);

    private static LedgerOperation? BegunBefore(LedgerOperation operation, IReadOnlyList<LedgerOperation> history) =>
        history.LastOrDefault(other => other.Intent.Undoes == operation.Id) is { IsDone: false } begun ? begun : null;

    private static IEnumerable<string> Later(
        LedgerOperation operation,
        IReadOnlyList<LedgerOperation> history,
        MergedState merged
    ) =>
        merged.Conflicts.IsEmpty
            ? []
            : history
                .SkipWhile(other => other.Id != operation.Id)
                .Skip(1)
                .Where(other => other.Intent.Resumes is null)
                .Select(other =>
                    $"the engine itself has changed {other.Intent.Resource.Id} since: {other.Id} "
                    + $"({other.Intent.Action.ToString().ToLowerInvariant()}, {other.Word}); undo that first"
                );

    private static IEnumerable<string> Notes(ResourceState present, ResourceState desired) =>
        (present, desired) switch
        {
            (SecurityGroup from, SecurityGroup to) => Anew(
                from.Rules,
                to.Rules,
                rule => $"{rule.Direction} {rule}",
                rule => rule.RuleId is { } id ? $"rule {rule} comes back under another id than {id}" : null
            ),
            (Vpc from, Vpc to) =>
            [
                .. Anew(
                    from.FlowLogs.Value ?? [],
                    to.FlowLogs.Value ?? [],
                    log => log.Likeness,
                    log =>
                        $"the flow log of {log} comes back under another id than {log.Id}, and tells nothing of the time between"
                ),
                .. Anew(
                    from.Endpoints.Value ?? [],
                    to.Endpoints.Value ?? [],
                    endpoint => endpoint.Likeness,
                    endpoint =>
                        $"the endpoint for {endpoint.ServiceName} comes back under another id than {endpoint.Id}, with other addresses"
                ),
            ],
            (ShieldProtections from, ShieldProtections to) => Anew(
                from.Protections.Value ?? [],
                to.Protections.Value ?? [],
                protection => protection.ResourceArn,
                protection =>
                    $"the protection of {protection.ResourceArn} comes back under another id than {protection.Id}"
            ),
            _ => [],
        };

    private static IEnumerable<string> Anew<T>(
        IEnumerable<T> present,
        IEnumerable<T> desired,
        Func<T, string> key,
        Func<T, string?> tell
    )
    {
        var there = present.Select(key).ToImmutableHashSet(StringComparer.Ordinal);
        return desired.Where(item => !there.Contains(key(item))).Select(tell).OfType<string>();
    }
}
