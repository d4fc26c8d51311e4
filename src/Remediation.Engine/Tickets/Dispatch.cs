using System.Collections.Immutable;

namespace Remediation.Engine.Tickets;

/// <summary>What is to be told, and how far each sink is behind. Exactly one of ticket and outcome is there.</summary>
/// <param name="Version">Goes up when the content changes, so that every sink has to take it again.</param>
/// <param name="Ticket">The ticket as it is to be, or null.</param>
/// <param name="Outcome">The outcome that is to be told once, or null.</param>
/// <param name="Deliveries">By the sink's name; a sink that is not there has taken nothing yet.</param>
public sealed record Dispatch(
    int Version,
    TicketNotice? Ticket,
    OutcomeNotice? Outcome,
    ImmutableSortedDictionary<string, Delivery> Deliveries
)
{
    public static Dispatch Of(TicketNotice ticket) => new(1, ticket, null, NoDeliveries);

    public static Dispatch Of(OutcomeNotice outcome) => new(1, null, outcome, NoDeliveries);

    private static ImmutableSortedDictionary<string, Delivery> NoDeliveries =>
        ImmutableSortedDictionary<string, Delivery>.Empty.WithComparers(StringComparer.Ordinal);

    public Delivery For(string sink) => Deliveries.GetValueOrDefault(sink, Delivery.None);

    public Dispatch With(TicketNotice ticket) => this with { Version = Version + 1, Ticket = ticket };

    public Dispatch With(string sink, Delivery delivery) =>
        this with
        {
            Deliveries = Deliveries.SetItem(sink, delivery),
        };
}
