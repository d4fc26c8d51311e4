using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Engine.Undo;

namespace Remediation.Engine.Guards;

/// <summary>Judges a resource anew without what a person brought back by an undo, as long as that is held.</summary>
internal sealed class Sparing(EnginePorts ports, Judge judge)
{
    private readonly HoldKeeper _holds = new(ports.Records);

    /// <summary>The judgement by which to go, or why it is not known what is held.</summary>
    /// <param name="judgement">The judgement without regard to what is held.</param>
    /// <param name="covers">What is spared for a while beside the policy's exemptions.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<StoreAnswer<Judgement>> OfAsync(
        Judgement judgement,
        ImmutableArray<Exemption> covers,
        CancellationToken cancellationToken
    )
    {
        var id = judgement.State.Id;
        var holds = await _holds.OfAsync(id, cancellationToken);
        if (!holds.IsAnswered)
        {
            return StoreAnswer<Judgement>.Failed(holds.Error);
        }
        if (holds.Value.Count == 0)
        {
            return StoreAnswer<Judgement>.Of(judgement);
        }
        var history = await ports.Ledger.RecentAsync(id, ILedger.Recent, cancellationToken);
        if (!history.IsAnswered)
        {
            return StoreAnswer<Judgement>.Failed(history.Error);
        }
        var now = ports.Time.GetUtcNow();
        var held = HoldGuard.Held(judgement.State, judgement.Evaluations, holds.Value, history.Value, now);
        return StoreAnswer<Judgement>.Of(
            held.IsEmpty ? judgement : judge.Of(judgement.State, judgement.Surroundings, now, covers, held)
        );
    }
}
