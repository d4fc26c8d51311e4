using Remediation.Core.Planning;
using Remediation.Engine.Tickets;

namespace Remediation.Cli.Inputs;

/// <summary>
/// Stands for the sinks of a deployment, which a command does not know: whatever is to be told stays in the outbox, and the function
/// tells it when it next wakes.
/// </summary>
internal sealed class LeftToTheFunction : ITicketSink, INotifier
{
    private static readonly CallError Left = new("LeftToTheFunction", "the function tells it when it next wakes");

    public string Name => "by hand";

    public ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(DeliveryOutcome.Failed(Left));

    public ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken) =>
        ValueTask.FromResult(DeliveryOutcome.Failed(Left));
}
