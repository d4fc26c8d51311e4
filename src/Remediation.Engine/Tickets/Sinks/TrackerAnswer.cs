using Remediation.Core.Planning;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>What one step with a sink came to: a ticket, none, or why it is not known.</summary>
internal sealed record TrackerAnswer
{
    private TrackerAnswer() { }

    public static TrackerAnswer None { get; } = new();

    public TrackedTicket? Ticket { get; private init; }

    /// <summary>Null when the step was done.</summary>
    public DeliveryOutcome? Failure { get; private init; }

    public static TrackerAnswer Of(TrackedTicket ticket) => new() { Ticket = ticket };

    public static TrackerAnswer Failed(DeliveryOutcome failure) => new() { Failure = failure };

    public static TrackerAnswer Failed(WebAnswer answer) =>
        new() { Failure = DeliveryOutcome.Failed(answer.Error!, answer.IsPassing, answer.RetryAfter) };

    public static TrackerAnswer Failed(DocumentAnswer answer) =>
        new() { Failure = DeliveryOutcome.Failed(answer.Error!, answer.IsRetryable) };

    /// <summary>The sink said that it did it, and not what it did it to.</summary>
    public static TrackerAnswer Unusable(string what) =>
        new() { Failure = DeliveryOutcome.Failed(new CallError("AnswerUnusable", what)) };
}
