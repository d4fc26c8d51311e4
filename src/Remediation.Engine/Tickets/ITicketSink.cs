namespace Remediation.Engine.Tickets;

/// <summary>
/// One place where tickets are kept, such as Jira. Delivering is bringing its ticket to what the notice says: open or closed,
/// with this content. The same notice can come twice, also when the answer of the first was lost: without a reference the sink
/// first looks for a ticket that bears the notice's key.
/// </summary>
public interface ITicketSink
{
    /// <summary>The name that deliveries are kept by; no two sinks of one engine have the same.</summary>
    string Name { get; }

    /// <param name="notice">What the ticket is to be.</param>
    /// <param name="reference">The sink's own id of the ticket, if it gave one before.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    );
}
