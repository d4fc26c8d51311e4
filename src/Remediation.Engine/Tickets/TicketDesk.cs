using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tickets;

/// <summary>
/// Keeps one ticket for a resource and a check: opened when a person has to decide, updated when the same comes again, closed when
/// the check passes or the resource is gone, opened again when it fails again. What is kept here is delivered sooner or later.
/// </summary>
internal sealed class TicketDesk(EnginePorts ports, TimeSpan deliverWithin)
{
    private const int MostAttempts = 5;
    private readonly Dispatcher _dispatcher = new(ports, deliverWithin);

    /// <summary>Opens what is to be open and closes every other ticket of the resource. Null, or why that is not kept.</summary>
    public async Task<CallError?> SettleAsync(
        ResourceId resource,
        IReadOnlyList<TicketNotice> open,
        CancellationToken cancellationToken
    )
    {
        foreach (var notice in open)
        {
            var key = TicketKeys.Ticket(resource, notice.Check);
            if (await ChangeAsync(key, kept => Opened(kept, notice), cancellationToken) is { } unkept)
            {
                return unkept;
            }
        }
        return await CloseOthersAsync(resource, [.. open.Select(notice => notice.Check)], cancellationToken);
    }

    /// <summary>Tells the notifiers; once, however often it is asked. Null, or why that is not kept.</summary>
    public Task<CallError?> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken) =>
        ports.Notifiers.IsEmpty && !ports.LeavesDelivery
            ? Task.FromResult<CallError?>(null)
            : ChangeAsync(
                TicketKeys.Notice(notice.Id),
                kept => kept is null ? Dispatch.Of(notice) : null,
                cancellationToken
            );

    /// <summary>Tries again what some sink has not taken.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _dispatcher.DrainAsync(cancellationToken);

    private async Task<CallError?> CloseOthersAsync(
        ResourceId resource,
        ImmutableHashSet<string> open,
        CancellationToken cancellationToken
    )
    {
        var kept = await ports.Records.ListAsync(TicketKeys.Collection(resource), cancellationToken);
        if (!kept.IsAnswered)
        {
            return kept.Error;
        }
        foreach (var record in kept.Value.Where(record => !open.Contains(record.Key.Name)))
        {
            if (await ChangeAsync(record.Key, Closed, cancellationToken) is { } unkept)
            {
                return unkept;
            }
        }
        return null;
    }

    private static Dispatch? Opened(Dispatch? kept, TicketNotice notice)
    {
        if (kept?.Ticket is not { } before)
        {
            return Dispatch.Of(notice);
        }
        if (before.Status == TicketStatus.Closed)
        {
            return kept.With(notice);
        }
        var next = notice with
        {
            FirstSeen = before.FirstSeen,
            Occurrences = before.EventId == notice.EventId ? before.Occurrences : before.Occurrences + 1,
        };
        // The same event handled again is no news.
        return next.EventId == before.EventId && next.Reason == before.Reason && next.PlanHash == before.PlanHash
            ? null
            : kept.With(next);
    }

    private Dispatch? Closed(Dispatch? kept) =>
        kept?.Ticket is { Status: TicketStatus.Open } ticket
            ? kept.With(
                ticket with
                {
                    Status = TicketStatus.Closed,
                    Reason = "the check passes, or the resource is gone",
                    LastSeen = ports.Time.GetUtcNow(),
                }
            )
            : null;

    private async Task<CallError?> ChangeAsync(
        RecordKey key,
        Func<Dispatch?, Dispatch?> change,
        CancellationToken cancellationToken
    )
    {
        CallError? error = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var read = await ports.Records.ReadAsync(key, cancellationToken);
            if (!read.IsAnswered)
            {
                return read.Error;
            }
            var kept = read.Value.Exists ? DispatchJson.Read(read.Value.Json) : null;
            if (change(kept) is not { } changed)
            {
                return null;
            }
            error = await _dispatcher.PostAsync(read.Value, changed, cancellationToken);
            if (error?.Code != IRecordStore.Conflict)
            {
                return error;
            }
        }
        return error;
    }
}
