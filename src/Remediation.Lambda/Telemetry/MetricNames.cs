using System.Collections.Immutable;

namespace Remediation.Lambda.Telemetry;

/// <summary>
/// The metrics that the function writes, and by which dimensions. The template's alarms and dashboard name the same; a test holds
/// them to this.
/// </summary>
public static class MetricNames
{
    public const string Namespace = "Remediation";

    /// <summary>The dimension of every metric: several stacks can work in one account and region.</summary>
    public const string Function = "FunctionName";

    /// <summary>The further dimension of <see cref="Findings"/>.</summary>
    public const string Check = "Check";

    /// <summary>Records that were brought to an end, whatever it was.</summary>
    public const string EventsHandled = "EventsHandled";

    /// <summary>Records that could not be understood.</summary>
    public const string Rejected = "Rejected";

    /// <summary>Records that could not be handled; their messages come back.</summary>
    public const string Failed = "Failed";

    /// <summary>Valid plans that a guardrail held back.</summary>
    public const string ChangesHeld = "ChangesHeld";

    /// <summary>1 while the document at PolicyUri is not in force because it is not valid or cannot be read; else 0.</summary>
    public const string PolicyInvalid = "PolicyInvalid";

    /// <summary>Tickets and notices that some sink has not taken.</summary>
    public const string TicketsPending = "TicketsPending";

    /// <summary>For how long the oldest of them has been waiting.</summary>
    public const string TicketsPendingAge = "TicketsPendingAge";

    /// <summary>1 for each event of the heartbeat that was handled in time, 0 for one that was not.</summary>
    public const string Heartbeat = "Heartbeat";

    /// <summary>From the change to the function: CloudTrail, EventBridge and the queue.</summary>
    public const string EventToReceived = "EventToReceived";

    /// <summary>From there until it was known what is to be done: reading, judging, planning.</summary>
    public const string ReceivedToDecided = "ReceivedToDecided";

    /// <summary>From there until the last call was taken: the ledger and the calls.</summary>
    public const string DecidedToApplied = "DecidedToApplied";

    /// <summary>From there until the resource was read again and found as planned.</summary>
    public const string AppliedToVerified = "AppliedToVerified";

    /// <summary>All of it: how long what violates the policy was there.</summary>
    public const string EventToVerified = "EventToVerified";

    /// <summary>Findings of one check.</summary>
    public const string Findings = "Findings";

    /// <summary>A count of resources for each decision that is no failure, such as <c>Reverted</c>.</summary>
    public static ImmutableArray<string> Decisions { get; } =
    ["Compliant", "Ignored", "Observed", "Notified", "Ticketed", "Reverted", "Quarantined"];

    /// <summary>The stages from a change to its verified remediation, in order.</summary>
    public static ImmutableArray<string> Latencies { get; } =
    [EventToReceived, ReceivedToDecided, DecidedToApplied, AppliedToVerified, EventToVerified];

    /// <summary>Every metric with the dimension <see cref="Function"/> alone.</summary>
    public static ImmutableArray<string> OfFunction { get; } =
    [
        EventsHandled,
        Rejected,
        Failed,
        ChangesHeld,
        PolicyInvalid,
        TicketsPending,
        TicketsPendingAge,
        Heartbeat,
        .. Decisions,
        .. Latencies,
    ];
}
