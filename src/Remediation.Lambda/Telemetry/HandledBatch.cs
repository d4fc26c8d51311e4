using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Engine;
using Remediation.Engine.Tickets;

namespace Remediation.Lambda.Telemetry;

/// <summary>What one invocation came to, for measuring it.</summary>
/// <param name="Received">When the function got it.</param>
/// <param name="Ended">When all of it was done.</param>
/// <param name="Events">The records that came.</param>
/// <param name="Outcomes">What they came to.</param>
/// <param name="Due">What was looked at again because its time had come.</param>
/// <param name="Pending">What waits for a sink; null where it was not asked.</param>
public sealed record HandledBatch(
    DateTimeOffset Received,
    DateTimeOffset Ended,
    IReadOnlyList<ParsedEvent> Events,
    ImmutableArray<Outcome> Outcomes,
    ImmutableArray<Outcome> Due,
    PendingDeliveries? Pending
)
{
    private const string Tick = "Scheduled Event";

    /// <summary>Whether a schedule woke the function, which names no change.</summary>
    public static bool IsTick(ParsedEvent parsed) => parsed.Name == Tick;
}
