using Remediation.Core.Planning;

namespace Remediation.Engine.Tickets;

/// <summary>What delivering came to. What was not delivered is kept and tried again; it never holds up a remediation.</summary>
public sealed record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>The sink's own id of the ticket; null where it gives none.</summary>
    public string? Reference { get; private init; }

    public CallError? Error { get; private init; }

    /// <summary>Whether trying again soon may succeed; else somebody has to mend something first.</summary>
    public bool IsPassing { get; private init; }

    /// <summary>How long the sink wants to be left alone; null where it says nothing of it.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public bool IsDelivered => Error is null;

    public static DeliveryOutcome Delivered(string? reference = null) => new() { Reference = reference };

    public static DeliveryOutcome Failed(CallError error) => Failed(error, isPassing: true);

    public static DeliveryOutcome Failed(CallError error, bool isPassing, TimeSpan? retryAfter = null) =>
        new()
        {
            Error = error,
            IsPassing = isPassing,
            RetryAfter = retryAfter,
        };
}
