namespace Remediation.Engine.Tickets;

/// <summary>Tells somebody of an outcome, such as an SNS topic. Whoever is told can be told twice, and knows by the notice's id.</summary>
public interface INotifier
{
    /// <summary>The name that deliveries are kept by; no two notifiers of one engine have the same.</summary>
    string Name { get; }

    ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken);
}
