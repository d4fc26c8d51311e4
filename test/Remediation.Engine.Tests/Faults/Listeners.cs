using Remediation.Engine.Tickets;

namespace Remediation.Engine.Tests.Faults;

/// <summary>Whoever is told of outcomes.</summary>
public sealed class Listeners(FaultPlan faults) : INotifier
{
    public string Name => "listeners";

    public List<OutcomeNotice> Told { get; } = [];

    public ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken) =>
        faults.CallAsync(
            "notify",
            () =>
            {
                Told.Add(notice);
                return ValueTask.FromResult(DeliveryOutcome.Delivered());
            },
            DeliveryOutcome.Failed
        );
}
