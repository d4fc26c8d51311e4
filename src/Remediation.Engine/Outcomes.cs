using Remediation.Core.Events;

namespace Remediation.Engine;

/// <summary>Makes outcomes, and of outcomes those that failed.</summary>
internal static class Outcomes
{
    /// <summary>One that has no resource.</summary>
    public static Outcome Of(ParsedEvent parsed, Decision decision, string reason) =>
        new()
        {
            Event = parsed,
            Decision = decision,
            Reason = reason,
        };

    /// <summary>That the event has to come again.</summary>
    public static Outcome Later(Outcome outcome) => outcome with { IsRetryable = true };

    /// <summary>That it failed, and why.</summary>
    public static Outcome Failed(Outcome outcome, string reason, bool retry) =>
        outcome with
        {
            Decision = Decision.Failed,
            Reason = reason,
            IsRetryable = retry,
        };
}
