using Remediation.Core.Planning;

namespace Remediation.Engine.Tickets;

/// <summary>What delivering came to. What was not delivered is kept and tried again; it never holds up a remediation.</summary>
public sealed record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>The sink's own id of the ticket; null where it gives none.</summary>
    public string? Reference { get; private init; }

    public CallError? Error { get; private init; }

    public bool IsDelivered => Error is null;

    public static DeliveryOutcome Delivered(string? reference = null) => new() { Reference = reference };

    public static DeliveryOutcome Failed(CallError error) => new() { Error = error };
}
