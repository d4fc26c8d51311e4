using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Undo;

namespace Remediation.Engine.Guards;

/// <summary>Judges a resource anew without what a person brought back by an undo, as long as that is held.</summary>
internal sealed class Sparing(EnginePorts ports, Judge judge)
{
    // Whoever undid it had the lease, so that next to nothing stands between the entry that it is pinned to and its own.
    private const int MostBetween = 16;

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
        var now = ports.Time.GetUtcNow();
        var history = new List<LedgerRecord>();
        foreach (var hold in holds.Value.Where(hold => hold.Until > now))
        {
            var following = await ports.Ledger.FollowingAsync(id, hold.After, MostBetween, cancellationToken);
            if (!following.IsAnswered)
            {
                return StoreAnswer<Judgement>.Failed(following.Error);
            }
            history.AddRange(following.Value.Where(record => record.Entry.Id == hold.UndoId));
        }
        if (history.Count == 0)
        {
            return StoreAnswer<Judgement>.Of(judgement);
        }
        var held = HoldGuard.Held(judgement.State, judgement.Evaluations, holds.Value, history, now);
        return StoreAnswer<Judgement>.Of(
            held.IsEmpty ? judgement : judge.Of(judgement.State, judgement.Surroundings, now, covers, held)
        );
    }
}
