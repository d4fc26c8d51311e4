using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Opens an EventBridge event by its <c>detail-type</c>, or where a rule's input transformer lost that, by the shape
/// of its detail.
/// </summary>
internal static class EventBridgeEvents
{
    internal static IEnumerable<ParsedEvent> Unwrap(JsonElement root, EventContext outer)
    {
        var at = outer with { Envelope = EventEnvelope.Read(root) };
        if (at.Envelope.DetailType is "Scheduled Event")
        {
            return [at.Ignored("a scheduled event names no change; whatever is due is looked at")];
        }

        var detail = root.Member("detail");
        return detail.ValueKind == JsonValueKind.Object
            ? UnwrapDetail(detail, at)
            : [at.Rejected("the detail of the EventBridge event is not an object")];
    }

    private static IEnumerable<ParsedEvent> UnwrapDetail(JsonElement detail, EventContext at)
    {
        switch (at.Envelope.DetailType)
        {
            case "GuardDuty Finding":
                return [GuardDutyEvents.Parse(detail, at)];
            case "Security Hub Insight Results":
                return [at.Ignored("Security Hub insight results are counts, and name no change")];
            case { } type when type.StartsWith("Config ", StringComparison.Ordinal):
                return ConfigEvents.ParseMessage(detail, at);
            case { } type when type.StartsWith("Security Hub Findings", StringComparison.Ordinal):
                return UnwrapFindings(detail, at);
            case { } type when type.EndsWith(" via CloudTrail", StringComparison.Ordinal):
                return [CloudTrailEvents.Parse(detail, at)];
            default:
                return IsFromAws(at.Envelope) && !IsKnownShape(detail)
                    ? [at.Ignored($"EventBridge events of type {TypeOf(at)} concern nothing this version watches")]
                    : EventShapes.Unwrap(detail, at);
        }
    }

    private static IEnumerable<ParsedEvent> UnwrapFindings(JsonElement detail, EventContext at) =>
        detail.Has("findings", JsonValueKind.Array)
            ? EventShapes.Unwrap(detail, at.At("detail"))
            : [at.Rejected("a Security Hub event without detail.findings; expected a list of findings")];

    private static bool IsFromAws(EventEnvelope envelope) =>
        envelope.Source?.StartsWith("aws.", StringComparison.Ordinal) == true && envelope.DetailType is not null;

    private static bool IsKnownShape(JsonElement detail) =>
        CloudTrailEvents.IsRecord(detail) || detail.Has("messageType") || detail.Has("findings");

    private static string TypeOf(EventContext at) => Quoted.Of(at.Envelope.DetailType ?? "");
}
