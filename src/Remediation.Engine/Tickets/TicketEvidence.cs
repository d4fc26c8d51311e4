namespace Remediation.Engine.Tickets;

/// <summary>One reason of a ticket, in words.</summary>
/// <param name="Rule">The rule's id or the entry's number; or null.</param>
/// <param name="Traffic">What the rule allows, or what the part says.</param>
/// <param name="Offending">What of it violates the policy.</param>
public sealed record TicketEvidence(string? Rule, string Traffic, string Offending);
