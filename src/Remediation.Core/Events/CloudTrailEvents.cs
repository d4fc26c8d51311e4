using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Reads one CloudTrail record: who called what, whether anything changed, and which watched resources it names.
/// Record contents: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html.
/// </summary>
internal static class CloudTrailEvents
{
    internal static bool IsRecord(JsonElement root) =>
        root.Text("eventName") is not null || (root.Text("eventSource") is not null && root.Has("eventVersion"));

    internal static ParsedEvent Parse(JsonElement record, EventContext outer)
    {
        var name = record.Text("eventName");
        var source = record.Text("eventSource");
        if (name is null || source is null)
        {
            var missing = name is null ? "eventName" : "eventSource";
            return outer.Rejected($"a CloudTrail record without {missing}; expected the record as CloudTrail wrote it");
        }

        var at = Described(record, Quoted.Printable(name), outer);
        return IsService(source)
            ? NothingChanged(record, name, at) ?? OtherService(source, name, at) ?? ParseCall(record, name, source, at)
            : at.Rejected($"the eventSource {Quoted.Of(source)} is not a service, such as ec2.amazonaws.com");
    }

    private static EventContext Described(JsonElement record, string name, EventContext outer) =>
        outer with
        {
            EventId = Quoted.Printable(outer.IdOf(record.Text("eventID"), record)),
            Name = name,
            Actor = ActorReader.Read(record),
        };

    private static ParsedEvent? NothingChanged(JsonElement record, string name, EventContext at)
    {
        if (record.Text("errorCode") is { } error)
        {
            return error.EndsWith("DryRunOperation", StringComparison.Ordinal)
                ? at.Ignored($"{at.Name} was a dry run, so nothing changed")
                : at.Ignored($"{at.Name} failed with {Quoted.Of(error)}, so nothing changed");
        }

        return IsReadOnly(record, name) ? at.Ignored($"{at.Name} only reads") : null;
    }

    private static bool IsReadOnly(JsonElement record, string name) =>
        record.Member("readOnly").IsTrue()
        || name.StartsWith("Describe", StringComparison.Ordinal)
        || name.StartsWith("Get", StringComparison.Ordinal)
        || name.StartsWith("List", StringComparison.Ordinal);

    private static ParsedEvent? OtherService(string source, string name, EventContext at)
    {
        if (ServiceCalls.IsWatched(ServiceOf(source)))
        {
            return null;
        }

        return name.Contains("SecurityGroup", StringComparison.Ordinal)
            ? at.Ignored($"{at.Name} of {source} changes a security group of that service's own, not of a VPC")
            : at.Ignored($"{at.Name} of {source} concerns nothing this version watches");
    }

    private static ParsedEvent ParseCall(JsonElement record, string name, string source, EventContext at)
    {
        var named = ServiceCalls.Read(ServiceOf(source), record, name);
        if (named.IgnoredReason is { } ignored)
        {
            return at.Ignored(ignored);
        }

        return named.RejectedReason is { } rejected ? at.Rejected(rejected) : Change(record, named, source, at);
    }

    private static string ServiceOf(string source) => source.Split('.')[0];

    private static ParsedEvent Change(JsonElement record, NamedResources named, string source, EventContext at)
    {
        if (
            !Place
                .Read(Account(record, at.Envelope), record.Text("awsRegion") ?? at.Envelope.Region)
                .TryGet(out var place, out var error)
        )
        {
            return at.Rejected(error);
        }

        var written = record.Text("eventTime") ?? at.Envelope.Time;
        return EventTimes.Parse(written) is { } time
            ? at.Understood(Changes.Of(EventChannel.CloudTrail, named, place, time, source, at))
            : at.Rejected(EventTimes.NotATime("eventTime", written));
    }

    // The recipient is the account whose resource changed; the envelope's may be that of a forwarding bus.
    private static JsonElement Account(JsonElement record, EventEnvelope envelope)
    {
        var recipient = record.Member("recipientAccountId");
        if (Place.AccountId(recipient) is not null)
        {
            return recipient;
        }

        return Place.AccountId(envelope.Account) is not null
            ? envelope.Account
            : record.Member("userIdentity").Member("accountId");
    }

    private static bool IsService(string source) =>
        (
            source.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            || source.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
        ) && source.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
}
