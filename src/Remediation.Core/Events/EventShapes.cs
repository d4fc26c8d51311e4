using System.Text;
using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Tells the accepted shapes apart and opens what wraps them. Each record found inside is judged on its own.
/// </summary>
internal static class EventShapes
{
    private const int MostRecords = 100_000;
    private const int DeepestWrapping = 8;

    private const string Expected =
        "expected an EventBridge event, an SQS or SNS batch, a CloudTrail record or log file, an AWS Config rule "
        + "invocation or notification, a Security Hub or GuardDuty finding, or {\"remediate\": {...}}";

    internal static IEnumerable<ParsedEvent> Unwrap(JsonElement root, EventContext at) =>
        root.ValueKind switch
        {
            JsonValueKind.Array => Each(root, "", at),
            JsonValueKind.Object => UnwrapObject(root, at),
            _ => [at.Rejected($"found a bare JSON {Kind(root)}; {Expected}")],
        };

    /// <summary>Opens JSON that stands as text inside JSON, or (as some tools write it) as JSON in its place.</summary>
    internal static IEnumerable<ParsedEvent> UnwrapNested(JsonElement nested, string what, EventContext at)
    {
        if (nested.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return Unwrap(nested, at);
        }

        return nested.Text() is { } text
            ? UnwrapText(text, what, at)
            : [at.Rejected($"{what} is missing or empty; expected an event as JSON")];
    }

    private static IEnumerable<ParsedEvent> UnwrapText(string text, string what, EventContext at)
    {
        if (at.Depth >= DeepestWrapping)
        {
            yield return at.Rejected($"{what} is wrapped in more than {DeepestWrapping} others");
            yield break;
        }

        if (!JsonText.Read(Encoding.UTF8.GetBytes(text)).TryGet(out var document, out var error))
        {
            yield return at.Rejected($"{what} is {error}");
            yield break;
        }

        using (document)
        {
            foreach (var outcome in Unwrap(document.RootElement, at with { Depth = at.Depth + 1 }))
            {
                yield return outcome;
            }
        }
    }

    private static IEnumerable<ParsedEvent> UnwrapObject(JsonElement root, EventContext at)
    {
        if (root.Has("Records", JsonValueKind.Array))
        {
            return Each(root.GetProperty("Records"), "Records", at);
        }

        if (root.Has("detail") && (root.Has("detail-type") || root.Has("source")))
        {
            return EventBridgeEvents.Unwrap(root, at);
        }

        return UnwrapMessage(root, at) ?? UnwrapConfig(root, at) ?? UnwrapFinding(root, at) ?? [Record(root, at)];
    }

    private static IEnumerable<ParsedEvent>? UnwrapMessage(JsonElement root, EventContext at)
    {
        if (root.Text("eventSource") is "aws:sqs")
        {
            // Only the outermost message is one of ours to give back; what its body holds may name any other.
            var messageId = at.MessageId ?? Quoted.PrintableOrNull(root.Text("messageId"));
            return UnwrapNested(root.Member("body"), "the body of the SQS message", at with { MessageId = messageId });
        }

        if (root.Has("Sns", JsonValueKind.Object))
        {
            return UnwrapNotification(root.GetProperty("Sns"), at);
        }

        return root.Has("TopicArn") && root.Has("Message") ? UnwrapNotification(root, at) : null;
    }

    private static IEnumerable<ParsedEvent> UnwrapNotification(JsonElement notification, EventContext at) =>
        notification.Text("Type") is { } type and not "Notification"
            ?
            [
                at.Rejected(
                    $"an SNS message of type {Quoted.Of(type)} carries no event; confirm the subscription by hand"
                ),
            ]
            : UnwrapNested(notification.Member("Message"), "the message of the SNS notification", at);

    private static IEnumerable<ParsedEvent>? UnwrapConfig(JsonElement root, EventContext at)
    {
        if (root.Has("invokingEvent"))
        {
            return UnwrapNested(root.GetProperty("invokingEvent"), "the invokingEvent of the AWS Config rule", at);
        }

        if (root.Has("messageType"))
        {
            return ConfigEvents.ParseMessage(root, at);
        }

        return root.Has("resourceType") && root.Has("configurationItemStatus")
            ? [ConfigEvents.ParseItem(root, root, at)]
            : null;
    }

    private static IEnumerable<ParsedEvent>? UnwrapFinding(JsonElement root, EventContext at)
    {
        foreach (var list in (ReadOnlySpan<string>)["findings", "Findings"])
        {
            if (root.Has(list, JsonValueKind.Array))
            {
                return Each(root.GetProperty(list), list, at);
            }
        }

        return SecurityHubEvents.IsFinding(root) ? [SecurityHubEvents.Parse(root, at)] : null;
    }

    private static ParsedEvent Record(JsonElement root, EventContext at)
    {
        if (root.Has("remediate"))
        {
            return ManualRequests.Parse(root, at);
        }

        if (root.Has("approve"))
        {
            return ApprovalRequests.Parse(root, at);
        }

        if (GuardDutyEvents.IsFinding(root))
        {
            return GuardDutyEvents.Parse(root, at);
        }

        return CloudTrailEvents.IsRecord(root) ? CloudTrailEvents.Parse(root, at) : at.Rejected(NotAnEvent(root));
    }

    private static IEnumerable<ParsedEvent> Each(JsonElement list, string name, EventContext at)
    {
        var count = list.GetArrayLength();
        if (count == 0)
        {
            return [at.Ignored(name.Length == 0 ? "the list is empty" : $"{name} is empty")];
        }

        return count <= MostRecords
            ? list.EnumerateArray().SelectMany((record, i) => One(record, at.At($"{name}[{i}]")))
            : [at.Rejected($"{count} records at once; at most {MostRecords} are read: split the input")];
    }

    private static IEnumerable<ParsedEvent> One(JsonElement record, EventContext at) =>
        record.ValueKind == JsonValueKind.Object
            ? UnwrapObject(record, at)
            : [at.Rejected($"found a bare JSON {Kind(record)}; expected a record")];

    private static string NotAnEvent(JsonElement root)
    {
        var members = root.EnumerateObject().Take(4).Select(member => Quoted.Printable(member.Name)).ToList();
        var found = members.Count == 0 ? "an empty object" : $"an object with {string.Join(", ", members)}";
        return $"not an event: found {Hint(root) ?? found}; {Expected}";
    }

    private static string? Hint(JsonElement root)
    {
        if (root.Has("AWSTemplateFormatVersion"))
        {
            return "a CloudFormation template";
        }

        return root.Has("configurationItems")
            ? "an AWS Config snapshot or history file, which tells states and not a change"
            : null;
    }

    private static string Kind(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Undefined => "nothing",
            var kind => kind.ToString().ToLowerInvariant(),
        };
}
