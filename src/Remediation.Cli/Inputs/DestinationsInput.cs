using System.Collections.Immutable;
using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Core;
using Remediation.Core.Policies;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Cli.Inputs;

/// <summary>Where a command delivers tickets and notifications to. Opening them sends nothing.</summary>
internal sealed record DestinationsInput(ImmutableArray<ITicketSink> Tickets, ImmutableArray<INotifier> Notifiers)
{
    public static DestinationsInput None { get; } = new([], []);

    /// <summary>Those of the policy; or why they cannot be reached.</summary>
    public static ParseResult<DestinationsInput> OfPolicy(Policy policy, Session session)
    {
        if (policy.Tickets.IsEmpty && policy.Notify.IsEmpty)
        {
            return ParseResult<DestinationsInput>.Success(None);
        }
        if (
            !AwsClients.Create(AwsClientSettings.FromVariables(session.Variable)).TryGet(out var clients, out var error)
        )
        {
            return ParseResult<DestinationsInput>.Failure(error);
        }
        var destinations = new PolicyDestinations(
            new AwsDocumentSource(clients),
            new WebCaller(session.Time),
            session.Time,
            (name, failure) => session.Note($"{name}: {failure}; it is kept, and tried again by the next command")
        );
        return ParseResult<DestinationsInput>.Success(
            new(destinations.Tickets(policy), destinations.Notifiers(policy))
        );
    }
}
