using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Reads a person's request to look at one resource now:
/// <c>{"remediate":{"type":"AWS::EC2::SecurityGroup","id":"sg-...","account":"...","region":"..."}}</c>.
/// It is written by hand, so a misspelt member is told rather than skipped.
/// </summary>
internal static class ManualRequests
{
    private static Actor Requester { get; } = new() { DisplayName = "manual request" };

    internal static ParsedEvent Parse(JsonElement root, EventContext outer)
    {
        var at = outer with { Name = "remediate", EventId = outer.IdOf(null, root), Actor = Requester };
        var request = root.Member("remediate");
        if (request.ValueKind != JsonValueKind.Object)
        {
            return at.Rejected("remediate is not an object; expected {\"type\": ..., \"id\": ...}");
        }

        if (Unknown(request) is { } unknown)
        {
            return at.Rejected($"remediate has {Quoted.Of(unknown)}; expected type, id, account, region and time");
        }

        return Named(request) is { RejectedReason: { } rejected } ? at.Rejected(rejected) : Change(request, at);
    }

    private static ParsedEvent Change(JsonElement request, EventContext at)
    {
        var account = request.Has("account") ? request.Member("account") : at.Envelope.Account;
        if (!Place.Read(account, request.Text("region") ?? at.Envelope.Region).TryGet(out var place, out var error))
        {
            return at.Rejected(error);
        }

        var written = request.Text("time") ?? at.Envelope.Time;
        return EventTimes.Parse(written) is null && written is not null
            ? at.Rejected(EventTimes.NotATime("time", written))
            : at.Understood(
                Changes.Of(
                    EventChannel.Manual,
                    Named(request),
                    place,
                    EventTimes.Parse(written) ?? Events.Change.UnknownTime,
                    "manual",
                    at
                )
            );
    }

    private static NamedResources Named(JsonElement request)
    {
        var type = request.Text("type");
        var id = request.Text("id");
        if (type is null || !WatchedTypes.All.Contains(type, StringComparer.Ordinal))
        {
            return NamedResources.Rejected(
                $"remediate.type is {Quoted.Of(type ?? "")}; expected one of {string.Join(", ", WatchedTypes.All)}"
            );
        }

        return NamedResources.Of(
            id is null ? [] : [new NamedResource(type, id)],
            NamedResources.Rejected($"remediate.id is missing; expected {NamedResource.Pattern(type)}")
        );
    }

    private static string? Unknown(JsonElement request) =>
        request
            .EnumerateObject()
            .Select(member => member.Name)
            .FirstOrDefault(name => name is not ("type" or "id" or "account" or "region" or "time"));
}
