using System.Collections.Immutable;

namespace Remediation.Core.Events;

/// <summary>
/// Reads any input that the engine accepts and tells, record by record, what it came to. Accepted, told apart by shape:
/// an EventBridge event (CloudTrail call, AWS Config, Security Hub, GuardDuty, Scheduler), a batch from SQS or SNS of any
/// of these, a CloudTrail record, log file or JSON array of records, an AWS Config rule invocation or notification, a
/// bare Security Hub or GuardDuty finding, a manual request
/// (<c>{"remediate":{"type":"AWS::EC2::SecurityGroup","id":"sg-..."}}</c>), and a signed approval of a plan
/// (<c>{"approve":"..."}</c>).
/// It never throws on input, whatever the bytes; it does not judge, and what the event says of a resource's content is
/// not read at all.
/// </summary>
public static class EventParser
{
    /// <summary>
    /// The EC2 API calls that can come to a <see cref="Change"/>, in order: what must be forwarded to the engine.
    /// </summary>
    public static ImmutableArray<string> WatchedEc2Calls => [.. Ec2Calls.Names.Order(StringComparer.Ordinal)];

    /// <summary>The types of which a configuration item of AWS Config is understood.</summary>
    public static ImmutableArray<string> ConfigTypes => WatchedTypes.All;

    /// <summary>The calls of all services that it understands, as checks name their triggers: <c>wafv2:UpdateWebACL</c>.</summary>
    public static ImmutableArray<string> WatchedCalls =>
        [.. Ec2Calls.Names.Concat(ServiceCalls.Names).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Gives at least one outcome for any input, and one for each record of a batch: a bad record rejects only itself.
    /// </summary>
    /// <param name="utf8">The input: JSON in UTF-8, with or without a byte order mark.</param>
    public static ImmutableArray<ParsedEvent> Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!JsonText.Read(utf8).TryGet(out var document, out var error))
        {
            return [ParsedEvent.Rejected($"the input is {error}")];
        }

        using (document)
        {
            return [.. EventShapes.Unwrap(document.RootElement, EventContext.WholeInput)];
        }
    }
}
