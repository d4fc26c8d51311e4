using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Remediation.Engine.Tickets;

/// <summary>
/// After what was done about a resource: keeps its tickets and tells whoever is to be told. What is kept is delivered sooner or
/// later; an outcome fails only when it could not even be kept.
/// </summary>
internal sealed class Responder(EnginePorts ports, TimeSpan deliverWithin)
{
    private readonly TicketDesk _desk = new(ports, deliverWithin);

    /// <param name="outcome">That did not fail.</param>
    /// <param name="judgement">What it rests on; null where the resource is gone.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<Outcome> RespondAsync(Outcome outcome, Judgement? judgement, CancellationToken cancellationToken)
    {
        var now = ports.Time.GetUtcNow();
        ImmutableArray<Ticket> tickets = judgement is null ? [] : [.. Due(outcome, judgement)];
        var notices = tickets
            .Select(ticket => TicketWriter.Write(ticket, judgement!, now, ports.ApplyOptions))
            .ToList();
        if (await _desk.SettleAsync(outcome.Resource!, notices, cancellationToken) is { } unkept)
        {
            return Failed(outcome, $"its tickets were not kept: {unkept}");
        }
        return await TellAsync(outcome with { Tickets = tickets }, cancellationToken);
    }

    /// <summary>The same for a workload, of which at most one ticket is open.</summary>
    /// <param name="outcome">That did not fail.</param>
    /// <param name="notice">What a person has to decide, or null.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<Outcome> RespondOnceAsync(
        Outcome outcome,
        TicketNotice? notice,
        CancellationToken cancellationToken
    ) =>
        await _desk.SettleAsync(outcome.Resource!, notice is null ? [] : [notice], cancellationToken) is { } unkept
            ? Failed(outcome, $"its ticket was not kept: {unkept}")
            : await TellAsync(outcome, cancellationToken);

    /// <summary>Tells whoever is to be told, and leaves the tickets as they are.</summary>
    public async Task<Outcome> TellAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        var now = ports.Time.GetUtcNow();
        return IsTold(outcome) && await _desk.NotifyAsync(Notice(outcome, now), cancellationToken) is { } untold
            ? Failed(outcome, $"its notification was not kept: {untold}")
            : outcome;
    }

    /// <summary>Tries again what some sink has not taken.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _desk.DrainAsync(cancellationToken);

    private static IEnumerable<Ticket> Due(Outcome outcome, Judgement judgement) =>
        judgement.Findings.SelectMany(finding =>
            judgement.TicketReason(finding) is { } reason
                ? [new Ticket(finding, reason, outcome.Event.Actor, outcome.Event.EventId ?? "")]
                : Enumerable.Empty<Ticket>()
        );

    private static bool IsTold(Outcome outcome) =>
        outcome.Decision is Decision.Notified or Decision.Ticketed or Decision.Reverted or Decision.Quarantined;

    private static OutcomeNotice Notice(Outcome outcome, DateTimeOffset now) =>
        new(
            outcome.LedgerId ?? IdOf(outcome),
            outcome.Decision,
            outcome.Reason,
            outcome.Resource!,
            outcome.Findings.IsEmpty ? null : outcome.Findings.Max(finding => finding.Severity),
            outcome.Event.Actor.PrincipalArn ?? outcome.Event.Actor.DisplayName,
            now,
            Json(outcome)
        );

    private static string IdOf(Outcome outcome)
    {
        var text = $"{outcome.Event.EventId}\n{outcome.Resource!.Arn}\n{outcome.Decision}";
        return "n-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
    }

    private static string Json(Outcome outcome)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            OutcomesJson.Write(writer, outcome);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Outcome Failed(Outcome outcome, string reason) =>
        outcome with
        {
            Decision = Decision.Failed,
            Reason = $"{outcome.Reason}; but {reason}",
            IsRetryable = true,
        };
}
