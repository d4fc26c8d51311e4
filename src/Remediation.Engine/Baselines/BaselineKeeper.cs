using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Baselines;

/// <summary>
/// Decides what may become a baseline: a state of which everything is known, and on which every check that judges it passes. What
/// fails a check, or is exempted from one, or cannot be told, never does by itself.
/// </summary>
public sealed class BaselineKeeper(IBaselineStore store)
{
    /// <summary>Why the state must not become a baseline by itself, or null when it may.</summary>
    public static string? Objection(Judgement judgement)
    {
        if (
            judgement.Evaluations.FirstOrDefault(item => !item.Result.IsPass || !item.Result.Exempted.IsEmpty) is
            { } failing
        )
        {
            return failing.Result.IsFail ? $"{failing.Check.Metadata.Id} fails on it"
                : failing.Result.IsUnknown ? $"{failing.Check.Metadata.Id} cannot tell: {failing.Result.Unknowns[0]}"
                : $"{failing.Check.Metadata.Id} is exempted on it";
        }
        return judgement.State is DocumentState { UnknownParts: { Count: > 0 } unknown }
            ? $"{unknown.First().Key} is unknown: {unknown.First().Value}"
            : null;
    }

    /// <summary>Keeps the state where it may become the baseline; null when that is done or must not be, else why it failed.</summary>
    public ValueTask<CallError?> KeepAsync(Judgement judgement, CancellationToken cancellationToken) =>
        Objection(judgement) is null
            ? store.KeepAsync(judgement.State, BaselineReason.Compliant, cancellationToken)
            : ValueTask.FromResult<CallError?>(null);
}
