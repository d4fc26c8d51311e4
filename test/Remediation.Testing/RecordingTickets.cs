using Remediation.Core.Planning;
using Remediation.Engine;

namespace Remediation.Testing;

/// <summary>A ticket sink that keeps what it was given, or refuses when told to.</summary>
public sealed class RecordingTickets : ITicketSink
{
    public List<Ticket> Tickets { get; } = [];

    public CallError? Refusal { get; set; }

    public ValueTask<CallError?> OpenAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        if (Refusal is null)
        {
            Tickets.Add(ticket);
        }
        return ValueTask.FromResult(Refusal);
    }
}
