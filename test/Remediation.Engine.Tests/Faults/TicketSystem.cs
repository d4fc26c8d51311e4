using Remediation.Engine.Tickets;

namespace Remediation.Engine.Tests.Faults;

/// <summary>A system of tickets, as Jira is one: it keeps whatever is created, and finds by key what it has.</summary>
public sealed class TicketSystem(FaultPlan faults) : ITicketSink
{
    private readonly Dictionary<string, TicketNotice> _tickets = new(StringComparer.Ordinal);

    public string Name => "system";

    /// <summary>How many tickets were created, by key.</summary>
    public Dictionary<string, int> Created { get; } = new(StringComparer.Ordinal);

    public IEnumerable<TicketNotice> Open => _tickets.Values.Where(ticket => ticket.Status == TicketStatus.Open);

    public ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    ) => faults.CallAsync("tickets.Deliver", () => ValueTask.FromResult(Deliver(notice)), DeliveryOutcome.Failed);

    private DeliveryOutcome Deliver(TicketNotice notice)
    {
        if (!_tickets.ContainsKey(notice.Key))
        {
            Created[notice.Key] = Created.GetValueOrDefault(notice.Key) + 1;
        }
        _tickets[notice.Key] = notice;
        return DeliveryOutcome.Delivered($"T-{notice.Key}");
    }
}
