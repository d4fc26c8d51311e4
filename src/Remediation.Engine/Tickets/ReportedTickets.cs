using Remediation.Core.Planning;

namespace Remediation.Engine.Tickets;

/// <summary>A sink of which every failure is told to whoever runs the engine: what waits in the outbox is seen by nobody else.</summary>
internal sealed class ReportedTickets(ITicketSink sink, Action<string, CallError> report) : ITicketSink
{
    public string Name => sink.Name;

    public async ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        var outcome = await sink.DeliverAsync(notice, reference, cancellationToken);
        if (outcome.Error is { } error)
        {
            report(Name, error);
        }
        return outcome;
    }
}
