using Remediation.Core.Resources;
using Remediation.Engine.BreakGlass;
using Remediation.Engine.Guards;

namespace Remediation.Engine;

/// <summary>
/// Judges a state that was just read: with its neighbours as they are now, with what break-glass principals opened, and without what
/// somebody brought back by an undo.
/// </summary>
internal sealed class LiveJudge(EnginePorts ports, Judge judge, string ownPrincipal)
{
    private readonly CoverDesk _covers = new(ports, judge.Policy.Guardrails, ownPrincipal);
    private readonly Sparing _sparing = new(ports, judge);

    /// <summary>The judgement, or why there is none for now: nothing is to be changed then, and the events come back later.</summary>
    public async Task<(Judgement? Judgement, string? Problem)> JudgeAsync(
        ResourceState state,
        Handling handling,
        CancellationToken cancellationToken
    )
    {
        if (await ReadCoversAsync(handling, state.Id, cancellationToken) is { } unread)
        {
            return (null, unread);
        }
        var judgement = await LookAsync(state, handling, cancellationToken);
        if (judgement.Surroundings.PassingFailure is { } late)
        {
            return (null, $"a neighbour of {handling.Reference} could not be read for now: {late}");
        }
        return await SettleAsync(judgement, handling, cancellationToken);
    }

    /// <summary>
    /// The same for what was just looked at: with what the events' own principal opened covered, and without what is held. It reads no
    /// resource.
    /// </summary>
    public async Task<(Judgement? Judgement, string? Problem)> SettleAsync(
        Judgement judgement,
        Handling handling,
        CancellationToken cancellationToken
    )
    {
        var state = judgement.State;
        if (!_covers.IsUsed || handling.IsCovered || _covers.Due(handling.Events, judgement) is not { Count: > 0 } due)
        {
            return await SpareAsync(judgement, handling, cancellationToken);
        }
        // In a dry run they are only supposed to be kept.
        if (handling.Lease is not null && await _covers.AddAsync(state.Id, due, cancellationToken) is { } unkept)
        {
            return (
                null,
                $"nothing was changed, since what a break-glass principal opened could not be kept: {unkept}"
            );
        }
        (handling.Covers, handling.IsCovered) = ([.. handling.Covers ?? [], .. due], true);
        judgement = judge.Of(state, judgement.Surroundings, ports.Time.GetUtcNow(), handling.Exemptions(state.Id));
        return await SpareAsync(judgement, handling, cancellationToken);
    }

    // Only a plan that would be applied can take away what an undo brought back. What somebody approves of was planned with it in mind.
    private async Task<(Judgement? Judgement, string? Problem)> SpareAsync(
        Judgement judgement,
        Handling handling,
        CancellationToken cancellationToken
    )
    {
        if ((handling.Lease is null && handling.Approval is null) || !judgement.HasValidPlan)
        {
            return (judgement, null);
        }
        var covers = handling.Exemptions(judgement.State.Id);
        var spared = await _sparing.OfAsync(judgement, covers, cancellationToken);
        return spared.IsAnswered
            ? (spared.Value, null)
            : (null, $"nothing was changed, since it is not known what was brought back on purpose: {spared.Error}");
    }

    /// <summary>The judgement as it is by what is known already, for a look at a result.</summary>
    public async Task<Judgement> LookAsync(ResourceState state, Handling handling, CancellationToken cancellationToken)
    {
        // Read anew each time: what a neighbour was a moment ago proves nothing.
        var surroundings = await new SurroundingsReader(ports.Account, ports.Baselines).ReadAsync(
            state,
            judge.SurroundingsFor(state.Id.Type),
            cancellationToken
        );
        return judge.Of(state, surroundings, ports.Time.GetUtcNow(), handling.Exemptions(state.Id));
    }

    // Null when they are read, or nobody may break the glass.
    private async Task<string?> ReadCoversAsync(
        Handling handling,
        ResourceId resource,
        CancellationToken cancellationToken
    )
    {
        var isAsked = handling.Lease is not null || handling.Approval is not null;
        if (!_covers.IsUsed || !isAsked || handling.Covers is not null)
        {
            return null;
        }
        var read = await _covers.ReadAsync(resource, handling.Events, handling.Lease is not null, cancellationToken);
        if (!read.IsAnswered)
        {
            return $"nothing was changed, since what break-glass principals opened could not be read: {read.Error}";
        }
        handling.Covers = read.Value;
        return null;
    }
}
