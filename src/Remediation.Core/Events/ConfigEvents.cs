using System.Text.Json;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Reads AWS Config's messages. Field names depend on the channel (<c>ARN</c> or <c>arn</c>, <c>awsAccountId</c> or
/// <c>accountId</c>); an oversized item comes as a summary alone, which is enough to know where to look.
/// Notifications: https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html.
/// </summary>
internal static class ConfigEvents
{
    private const string Source = "config.amazonaws.com";

    internal static IEnumerable<ParsedEvent> ParseMessage(JsonElement message, EventContext outer)
    {
        var type = message.Text("messageType");
        var at = outer with { Name = Quoted.PrintableOrNull(type), EventId = outer.IdOf(null, message) };
        return type switch
        {
            "ConfigurationItemChangeNotification" => Items(message, "configurationItem", at),
            "OversizedConfigurationItemChangeNotification" or "OversizedConfigurationItemChangeDeliveryFailed" => Items(
                message,
                "configurationItemSummary",
                at
            ),
            "ComplianceChangeNotification" => [ParseCompliance(message, at)],
            "ScheduledNotification" => [at.Ignored("a scheduled evaluation names no change; use an audit instead")],
            _ => [OtherMessage(type, at)],
        };
    }

    internal static ParsedEvent ParseItem(JsonElement item, JsonElement message, EventContext outer)
    {
        var at = outer with
        {
            Name = outer.Name ?? "ConfigurationItem",
            EventId = outer.EventId ?? outer.IdOf(null, item),
        };
        var time = item.Text("configurationItemCaptureTime") ?? message.Text("notificationCreationTime");
        return Change(item, Named(item), time, EventChannel.ConfigItemChange, at);
    }

    private static IEnumerable<ParsedEvent> Items(JsonElement message, string member, EventContext at)
    {
        var items = message.Items(member).ToList();
        return items.Count switch
        {
            0 => [at.Rejected($"{at.Name} without {member}; expected the configuration item that changed")],
            1 => [ParseItem(items[0], message, at)],
            _ => items.Select((item, i) => ParseItem(item, message, at.At($"{member}[{i}]"))),
        };
    }

    private static ParsedEvent OtherMessage(string? type, EventContext at)
    {
        if (type is null)
        {
            return at.Rejected(
                "an AWS Config event without messageType; expected such as ConfigurationItemChangeNotification"
            );
        }

        return type.StartsWith("Config", StringComparison.Ordinal) || at.Envelope.Source is "aws.config"
            ? at.Ignored($"{at.Name} tells of AWS Config's own work, not of a change")
            : at.Rejected($"the messageType {Quoted.Of(type)} is not one of AWS Config's");
    }

    private static ParsedEvent ParseCompliance(JsonElement message, EventContext at)
    {
        var compliance = message.Member("newEvaluationResult").Text("complianceType");
        return compliance is "COMPLIANT" or "NOT_APPLICABLE"
            ? at.Ignored($"the AWS Config rule found the resource {compliance}: there is nothing to remediate")
            : Change(
                message,
                Named(message),
                message.Text("notificationCreationTime"),
                EventChannel.ConfigComplianceChange,
                at
            );
    }

    private static NamedResources Named(JsonElement item)
    {
        var type = item.Text("resourceType");
        var id = item.Text("resourceId");
        if (type is null || id is null)
        {
            var missing = type is null ? "resourceType" : "resourceId";
            return NamedResources.Rejected($"an AWS Config item without {missing}; expected what changed");
        }

        return Is(type, ResourceTypes.NetworkInterface) ? Interface(item) : Watched(type, id);
    }

    private static NamedResources Watched(string type, string id)
    {
        foreach (var watched in WatchedTypes.All)
        {
            if (Is(type, watched))
            {
                return NamedResources.Of([new NamedResource(watched, id)], NamedResources.Rejected("no resource"));
            }
        }

        return NamedResources.Ignored($"{Quoted.Printable(type)} is not a type that this version watches");
    }

    private static NamedResources Interface(JsonElement item) =>
        NamedResources.Of(
            [.. SecurityGroupCalls.Groups(ConfiguredGroups(item.Member("configuration"))), .. RelatedGroups(item)],
            NamedResources.Ignored("the network interface's item names no security group")
        );

    private static IEnumerable<JsonElement> ConfiguredGroups(JsonElement configuration)
    {
        if (configuration.ValueKind != JsonValueKind.String)
        {
            return configuration.Items("groups");
        }

        if (
            !JsonText
                .Read(System.Text.Encoding.UTF8.GetBytes(configuration.GetString() ?? ""))
                .TryGet(out var document, out _)
        )
        {
            return [];
        }

        using (document)
        {
            return [.. document.RootElement.Items("groups").Select(group => group.Clone())];
        }
    }

    private static IEnumerable<NamedResource> RelatedGroups(JsonElement item) =>
        from related in item.Items("relationships")
        where Is(related.Text("resourceType") ?? "", ResourceTypes.SecurityGroup)
        let id = related.Text("resourceId")
        where id is not null
        select new NamedResource(ResourceTypes.SecurityGroup, id);

    private static ParsedEvent Change(
        JsonElement item,
        NamedResources named,
        string? written,
        EventChannel channel,
        EventContext at
    )
    {
        if (named.IgnoredReason is { } ignored)
        {
            return at.Ignored(ignored);
        }

        if (named.RejectedReason is { } rejected)
        {
            return at.Rejected(rejected);
        }

        if (!PlaceOf(item, at.Envelope).TryGet(out var place, out var error))
        {
            return at.Rejected(error);
        }

        return EventTimes.Parse(written ?? at.Envelope.Time) is { } time
            ? at.Understood(Changes.Of(channel, named, place, time, Source, at))
            : at.Rejected(EventTimes.NotATime("the time of the item", written));
    }

    private static ParseResult<Place> PlaceOf(JsonElement item, EventEnvelope envelope)
    {
        var account = item.Has("awsAccountId") ? item.Member("awsAccountId") : item.Member("accountId");
        var region = item.Text("awsRegion") ?? Arn.Parse(item.Text("arn"))?.Region ?? envelope.Region;
        return Place.Read(Place.AccountId(account) is null ? envelope.Account : account, region);
    }

    private static bool Is(string type, string other) => string.Equals(type, other, StringComparison.OrdinalIgnoreCase);
}
