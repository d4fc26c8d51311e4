using Remediation.Core.Planning;

namespace Remediation.Engine;

/// <summary>Where tickets go. A ticket that is delivered twice is for the sink to recognise, by resource and check.</summary>
public interface ITicketSink
{
    /// <summary>Delivers the ticket; null, or why it is not delivered, and then the event is handled again later.</summary>
    ValueTask<CallError?> OpenAsync(Ticket ticket, CancellationToken cancellationToken);
}
