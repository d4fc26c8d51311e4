using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;

namespace Remediation.Checks;

/// <summary>
/// A check that a resource keeps out all that its baseline did. What changed and what that means, the state itself says
/// (<see cref="ResourceState.ChangesSince"/>); a derived check has metadata alone, whose surroundings have to include
/// <see cref="SurroundingKinds.Baseline"/>. The fix puts exactly the weaker changes back, so that what else was changed since the
/// baseline stays; where one of them cannot be put back alone there is none.
/// </summary>
public abstract class WeakenedCheck<TState> : Check<TState>
    where TState : DocumentState
{
    protected sealed override CheckResult Evaluate(TState state, CheckContext context)
    {
        if (FormerState.Missing<DocumentState>(context, "what it was is not known", out var baseline) is { } missing)
        {
            return missing;
        }
        if (state.ChangesSince(baseline) is not { } changes)
        {
            return CheckResult.Unknown("it cannot be compared with its baseline");
        }
        return CheckResult.Of(
            [.. changes.Where(change => change.Effect == ChangeEffect.Weaker).Select(EvidenceOf)],
            [.. changes.Where(change => change.Effect == ChangeEffect.Unknown).Select(Describe)],
            []
        );
    }

    protected sealed override DesiredState Desired(TState state, CheckContext context)
    {
        if (context.Surroundings.Baseline.Value is not DocumentState baseline)
        {
            return DesiredState.None("there is no baseline to restore it from");
        }
        var weaker = (state.ChangesSince(baseline) ?? [])
            .Where(change => change.Effect == ChangeEffect.Weaker)
            .ToImmutableArray();
        if (weaker.FirstOrDefault(change => change.Paths.IsEmpty) is { } conflicting)
        {
            return DesiredState.None(
                $"\"{conflicting.Text}\" cannot be put back without undoing something else that changed at the same place; "
                    + "compare the baseline with the present state and decide which of the changes stay"
            );
        }
        return DesiredState.Of(state.Restored(baseline, weaker));
    }

    private Evidence EvidenceOf(StateChange change) =>
        new("as in the baseline", change.Text)
        {
            Rule = change.Rule,
            Severity = Metadata.Severity,
            Withdrawal = change.Paths.IsEmpty ? null : new DocumentChange(change.Paths),
        };

    private static string Describe(StateChange change) => $"whether this is weaker than the baseline: {change.Text}";
}
