namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// What every place with tickets of its own has in common: one open ticket for a key. It is found by its reference, or else by the
/// key that it bears; updated in its place, so that nobody is sent a comment for every recurrence; closed, and opened again. A
/// ticket that somebody closed by hand is opened again with the next recurrence.
/// </summary>
public abstract class TrackerTickets : ITicketSink
{
    private protected TrackerTickets() { }

    public abstract string Name { get; }

    public async ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        var found = await LookAsync(notice.Key, reference, cancellationToken);
        if (found.Failure is { } unknown)
        {
            return unknown;
        }
        if (found.Ticket is not { } ticket || (ticket.IsFinal && notice.Status == TicketStatus.Open))
        {
            return notice.Status == TicketStatus.Open
                ? Outcome(await CreateAsync(notice, cancellationToken))
                : DeliveryOutcome.Delivered();
        }
        // What is closed on both sides is left as whoever closed it wrote it.
        return notice.Status == TicketStatus.Closed && ticket.Status == TicketStatus.Closed
            ? DeliveryOutcome.Delivered(ticket.Reference)
            : Outcome(await BringAsync(ticket, notice, cancellationToken));
    }

    /// <summary>The ticket of that reference; none where there is none any more, or the reference cannot be one.</summary>
    private protected abstract Task<TrackerAnswer> ReadAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The ticket that bears the key, an open one before a closed one; or none.</summary>
    private protected abstract Task<TrackerAnswer> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Makes an open ticket that bears the key.</summary>
    private protected abstract Task<TrackerAnswer> CreateAsync(
        TicketNotice notice,
        CancellationToken cancellationToken
    );

    /// <summary>Brings content and status of the ticket to what the notice says.</summary>
    private protected abstract Task<TrackerAnswer> BringAsync(
        TrackedTicket ticket,
        TicketNotice notice,
        CancellationToken cancellationToken
    );

    private async Task<TrackerAnswer> LookAsync(string key, string? reference, CancellationToken cancellationToken)
    {
        if (reference is not null)
        {
            var read = await ReadAsync(reference, cancellationToken);
            if (read.Failure is not null || read.Ticket is { IsFinal: false })
            {
                return read;
            }
        }
        return await FindAsync(key, cancellationToken);
    }

    private static DeliveryOutcome Outcome(TrackerAnswer answer) =>
        answer.Failure ?? DeliveryOutcome.Delivered(answer.Ticket?.Reference);
}
