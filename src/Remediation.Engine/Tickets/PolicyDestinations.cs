using System.Collections.Immutable;
using System.Diagnostics;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Notifiers;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets;

/// <summary>Makes the sinks and notifiers that a policy names. Making them sends nothing and fetches no secret.</summary>
/// <param name="aws">Of the account and region that tickets and secrets are kept in.</param>
/// <param name="web">For everything that is not AWS.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Told the name and the error of every delivery that failed; it is tried again later.</param>
public sealed class PolicyDestinations(
    IDocumentSource aws,
    WebCaller web,
    TimeProvider time,
    Action<string, CallError> report
)
{
    private readonly SecretReader _secrets = new(aws, time);

    public ImmutableArray<ITicketSink> Tickets(Policy policy) =>
        [.. policy.Tickets.Select(destination => new ReportedTickets(Sink(destination), report))];

    public ImmutableArray<INotifier> Notifiers(Policy policy) =>
        [.. policy.Notify.Select(destination => new ReportedNotifier(Notifier(destination), report))];

    private ITicketSink Sink(TicketDestination destination) =>
        destination switch
        {
            OpsCenterDestination => new OpsCenterTickets(aws),
            SecurityHubDestination => new SecurityHubTickets(aws),
            JiraDestination jira => new JiraTickets(jira, web, _secrets),
            ServiceNowDestination serviceNow => new ServiceNowTickets(serviceNow, web, _secrets),
            GitHubDestination github => new GitHubTickets(github, web, _secrets),
            WebhookDestination webhook => new WebhookTickets(webhook, web, _secrets, time),
            _ => throw new UnreachableException(),
        };

    private INotifier Notifier(NotifyDestination destination) =>
        destination switch
        {
            SnsDestination sns => new SnsNotifier(sns, aws),
            SlackDestination slack => new SlackNotifier(slack, web, _secrets),
            EventBridgeDestination bus => new EventBridgeNotifier(bus, aws),
            _ => throw new UnreachableException(),
        };
}
