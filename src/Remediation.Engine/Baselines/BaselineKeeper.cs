using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Engine.Quarantines;

namespace Remediation.Engine.Baselines;

/// <summary>
/// Decides what may become a baseline: a state of which everything is known, and on which every check that judges it passes. What
/// fails a check, or is exempted from one, or cannot be told, never does by itself; nor does what holds entries that a quarantine
/// made: restoring that would cut off again what was let out.
/// </summary>
/// <param name="store">Where baselines are kept.</param>
/// <param name="own">The entries that quarantines made.</param>
public sealed class BaselineKeeper(IBaselineStore store, OwnEntries own)
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
    public async ValueTask<CallError?> KeepAsync(Judgement judgement, CancellationToken cancellationToken)
    {
        if (Objection(judgement) is not null)
        {
            return null;
        }
        if (judgement.State is NetworkAcl acl)
        {
            var cutting = await own.InAsync(acl, cancellationToken);
            if (cutting is not { IsAnswered: true, Value.Count: 0 })
            {
                return cutting.Error;
            }
        }
        return await store.KeepAsync(judgement.State, BaselineReason.Compliant, cancellationToken);
    }
}
