using Remediation.Core.Checks;
using Remediation.Core.Events;

namespace Remediation.Engine.Tickets;

/// <summary>What a person has to decide: one finding, why the engine did not settle it, and who made the change.</summary>
public sealed record Ticket(Finding Finding, string Reason, Actor Actor, string EventId);
