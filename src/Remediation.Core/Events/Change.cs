using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// One normalised event: which resources to look at, who acted, by which API, when, by which channel.
/// It is not evidence of any resource's state: facts come from the live resource alone.
/// </summary>
public sealed record Change
{
    /// <summary>The time of a change of which no time is known. It is not when the event was received.</summary>
    public static DateTimeOffset UnknownTime => DateTimeOffset.UnixEpoch;

    /// <summary>The event's own id (CloudTrail <c>eventID</c>, else the envelope's), or one derived from its content.</summary>
    public required string EventId { get; init; }

    public required EventChannel Channel { get; init; }

    /// <summary>The resources to read and judge, without duplicates, in the order named; never empty.</summary>
    public required ImmutableArray<ResourceReference> Resources { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>For a finding of another service: what it is of; else null.</summary>
    public ReportedFinding? Finding { get; init; }

    /// <summary>The service, such as <c>ec2.amazonaws.com</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The API name, or for other channels what happened, such as <c>ConfigurationItemChangeNotification</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The API as checks name it among their triggers: of EC2 the name alone, else <c>wafv2:UpdateWebACL</c>.</summary>
    public string Trigger =>
        Source.StartsWith("ec2.", StringComparison.Ordinal) ? Name : $"{Source.Split('.')[0]}:{Name}";

    /// <summary>When the change was made, in UTC; <see cref="UnknownTime"/> in a manual request that does not say.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The twelve-digit id of the account that the change was made in; empty when the event does not say.</summary>
    public required string Account { get; init; }

    /// <summary>The region's code; empty when the event does not say.</summary>
    public required string Region { get; init; }
}
