namespace Remediation.Engine.Tickets;

/// <summary>What a ticket is to be where it is kept.</summary>
public enum TicketStatus
{
    /// <summary>A person has something to do.</summary>
    Open,

    /// <summary>The check passes again, or the resource is gone.</summary>
    Closed,
}
