using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Undo;

namespace Remediation.Engine.Guards;

/// <summary>
/// Finds the failing checks that a person brought back by an undo, and for now wants so. A check is held when everything that it
/// objects to now, it would have objected to in the state that the undo led to: nobody can hide anything new behind a hold.
/// </summary>
public static class HoldGuard
{
    /// <summary>Why each check that is held is not to be reverted, by its id.</summary>
    /// <param name="present">The resource as it is now.</param>
    /// <param name="evaluations">What was found of it.</param>
    /// <param name="holds">The holds of the resource.</param>
    /// <param name="history">What the resource's ledger tells of the undos.</param>
    /// <param name="now">The present time.</param>
    public static ImmutableDictionary<string, string> Held(
        ResourceState present,
        IEnumerable<CheckEvaluation> evaluations,
        IEnumerable<Hold> holds,
        IReadOnlyList<LedgerRecord> history,
        DateTimeOffset now
    )
    {
        var operations = LedgerOperation.Of(history);
        var valid = holds
            .Where(hold => hold.Until > now)
            .Select(hold => (Hold: hold, State: StateAfter(operations, hold, present)))
            .Where(item => item.State is not null)
            .ToList();
        var held = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var evaluation in evaluations.Where(evaluation => valid.Count > 0 && evaluation.Result.IsFail))
        {
            var by = valid.FirstOrDefault(item => BringsBack(item.State!, evaluation)).Hold;
            if (by is not null)
            {
                held[evaluation.Check.Metadata.Id] = Why(by);
            }
        }
        return held.ToImmutable();
    }

    private static string Why(Hold hold) =>
        $"{hold.By} brought it back on purpose (undo {hold.UndoId} of {hold.Undoes}); it is left alone until "
        + $"{hold.Until.UtcDateTime:yyyy-MM-dd HH:mm}Z, and remediate undo {hold.UndoId} closes it before";

    // Null where the ledger knows of no such undo: then nothing was brought back. A call of one that failed may have been taken.
    private static ResourceState? StateAfter(
        ImmutableArray<LedgerOperation> operations,
        Hold hold,
        ResourceState present
    )
    {
        var undo = operations.FirstOrDefault(operation => operation.Id == hold.UndoId);
        return undo?.Intent.Action == LedgerAction.Undo && LedgerReplay.Of(undo.Intent).TryGet(out var replay, out _)
            ? WithPresentFacts(replay.Made, present)
            : null;
    }

    // A state can carry facts about its users, which are not its own and not in the ledger.
    private static ResourceState WithPresentFacts(ResourceState then, ResourceState present) =>
        (then, present) is (DocumentState was, DocumentState now)
            ? was
                .Parts.Keys.Union(now.Parts.Keys, StringComparer.Ordinal)
                .Aggregate(now, (state, part) => state.WithPart(part, was.Parts.GetValueOrDefault(part)))
            : then;

    private static bool BringsBack(ResourceState state, CheckEvaluation evaluation)
    {
        var then = PolicyEvaluator.Judge(evaluation.Check, state, evaluation.Context);
        var known = then.Evidence.Select(Told).ToHashSet();
        return evaluation.Result.Evidence.All(evidence => known.Contains(Told(evidence)));
    }

    // A rule that was made anew has another id than the ledger could know.
    private static (string, string) Told(Evidence evidence) => (evidence.Traffic, evidence.Offending);
}
