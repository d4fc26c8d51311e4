namespace Remediation.Engine.Tickets.Sinks;

/// <summary>A ticket as the sink has it.</summary>
/// <param name="Reference">The sink's own id.</param>
/// <param name="Status">Whether somebody still has to do something, there.</param>
/// <param name="IsFinal">Whether it is closed so that it cannot be opened again.</param>
internal sealed record TrackedTicket(string Reference, TicketStatus Status, bool IsFinal = false);
