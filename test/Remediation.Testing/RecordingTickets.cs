using Remediation.Core.Planning;
using Remediation.Engine.Tickets;

namespace Remediation.Testing;

/// <summary>A ticket sink that keeps what it was given, or refuses when told to.</summary>
public sealed class RecordingTickets : ITicketSink
{
    public string Name => "recording";

    public List<TicketNotice> Tickets { get; } = [];

    public CallError? Refusal { get; set; }

    public ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        if (Refusal is not null)
        {
            return ValueTask.FromResult(DeliveryOutcome.Failed(Refusal));
        }
        Tickets.Add(notice);
        return ValueTask.FromResult(DeliveryOutcome.Delivered(notice.Key));
    }
}
