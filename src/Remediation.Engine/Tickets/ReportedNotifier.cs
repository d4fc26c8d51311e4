using Remediation.Core.Planning;

namespace Remediation.Engine.Tickets;

/// <summary>A notifier of which every failure is told to whoever runs the engine.</summary>
internal sealed class ReportedNotifier(INotifier notifier, Action<string, CallError> report) : INotifier
{
    public string Name => notifier.Name;

    public async ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken)
    {
        var outcome = await notifier.NotifyAsync(notice, cancellationToken);
        if (outcome.Error is { } error)
        {
            report(Name, error);
        }
        return outcome;
    }
}
