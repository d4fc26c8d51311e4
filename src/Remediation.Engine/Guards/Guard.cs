using Remediation.Core.Checks;
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
    // What failed, was undone or went on with another is in the history as well.
    private const int EntriesPerRevert = 8;

    private readonly ChangeBudget _budget = new(ports.Records, ports.Time);

    /// <summary>How many of a resource's last entries it has to be told.</summary>
    public int Needed { get; } =
        (int)
            Math.Max(
                ILedger.Recent,
                Math.Min(int.MaxValue, (long)policy.Guardrails.FlipFlop.Reverts * EntriesPerRevert)
            );

    /// <param name="id">The id that the remediation would have.</param>
    /// <param name="judgement">With a valid plan.</param>
    /// <param name="events">What led to it.</param>
    /// <param name="history">The end of the resource's ledger, <see cref="Needed"/> entries where there are so many.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<GuardVerdict> AskAsync(
        string id,
        Judgement judgement,
        IReadOnlyList<ParsedEvent> events,
        IReadOnlyList<LedgerRecord> history,
        CancellationToken cancellationToken
    )
    {
        var verdict = await AskSwitchAsync(cancellationToken);
        if (verdict != GuardVerdict.Proceed)
        {
            return verdict;
        }
        var (rails, plan) = (policy.Guardrails, judgement.Plan!);
        if (FlipFlopGuard.WhyNot(history, [.. plan.CheckIds], rails.FlipFlop, ports.Time.GetUtcNow()) is { } back)
        {
            return GuardVerdict.Held($"{back}; this time it was {WhoOf(events)}");
        }
        var settled = judgement.Findings.Where(plan.Settles).ToList();
        var worst = settled.Count == 0 ? Severity.Info : settled.Max(finding => finding.Severity);
        // What is cut off is fixed with it: the fix of a finding that waits for no window need not wait either.
        var window =
            judgement.WantsQuarantine && !policy.Quarantine.WaitsForWindows
                ? GuardVerdict.Proceed
                : WindowGuard.Ask(rails, worst, ports.Time.GetUtcNow());
        if (window != GuardVerdict.Proceed)
        {
            return window;
        }
        return rails.MaxChangesPerHour is { } most
            ? await _budget.TakeAsync(id, most, cancellationToken)
            : GuardVerdict.Proceed;
    }

    /// <summary>
    /// The same for cutting a workload off: the kill switch, the change windows where the policy has quarantines wait for them, and the
    /// budget.
    /// </summary>
    /// <param name="id">By which it is counted, once.</param>
    /// <param name="worst">How bad what led to it is.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<GuardVerdict> AskQuarantineAsync(string id, Severity worst, CancellationToken cancellationToken)
    {
        var verdict = await AskSwitchAsync(cancellationToken);
        if (verdict != GuardVerdict.Proceed)
        {
            return verdict;
        }
        var rails = policy.Guardrails;
        var window = policy.Quarantine.WaitsForWindows
            ? WindowGuard.Ask(rails, worst, ports.Time.GetUtcNow())
            : GuardVerdict.Proceed;
        return window != GuardVerdict.Proceed ? window
            : rails.MaxChangesPerHour is { } most ? await _budget.TakeAsync(id, most, cancellationToken)
            : GuardVerdict.Proceed;
    }

    private static string WhoOf(IReadOnlyList<ParsedEvent> events)
    {
        var actor = events[0].Actor;
        var who = actor.PrincipalArn ?? actor.DisplayName;
        return actor.Origin == ChangeOrigin.Unknown ? who : $"{who} by {actor.Origin}";
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
