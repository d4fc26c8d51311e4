using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Reads a GuardDuty finding: it can name an instance with its interfaces, and a policy can have that cut off. Format:
/// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html.
/// </summary>
internal static class GuardDutyEvents
{
    internal static bool IsFinding(JsonElement root) => root.Member("service").Text("serviceName") is "guardduty";

    internal static ParsedEvent Parse(JsonElement finding, EventContext outer)
    {
        var own = finding.Text("id") is { } id ? $"{id}@{finding.Text("updatedAt")}" : null;
        var at = outer with { EventId = Quoted.Printable(outer.IdOf(own, finding)), Name = "GuardDuty Finding" };
        return finding.Member("service").Member("archived").ValueKind == JsonValueKind.True
            ? at.Ignored("the finding is archived")
            : Change(finding, at);
    }

    private static ParsedEvent Change(JsonElement finding, EventContext at)
    {
        if (finding.Text("type") is not { Length: > 0 } type)
        {
            return at.Rejected("the finding has no type");
        }
        var named = Named(finding.Member("resource"), type);
        if (named.IgnoredReason is { } ignored)
        {
            return at.Ignored(ignored);
        }
        if (named.RejectedReason is { } rejected)
        {
            return at.Rejected(rejected);
        }
        if (!Place.Read(finding.Member("accountId"), finding.Text("region")).TryGet(out var place, out var error))
        {
            return at.Rejected(error);
        }
        if (SeverityOf(finding.Member("severity")) is not { } severity)
        {
            return at.Rejected("the finding's severity is no number from 1 to 10");
        }
        var written = finding.Text("updatedAt") ?? finding.Text("createdAt") ?? at.Envelope.Time;
        return EventTimes.Parse(written) is { } time
            ? at.Understood(
                Changes.Of(EventChannel.GuardDutyFinding, named, place, time, "guardduty.amazonaws.com", at) with
                {
                    Finding = new(Quoted.Printable(finding.Text("id") ?? at.EventId ?? ""), [type], severity),
                }
            )
            : at.Rejected(EventTimes.NotATime("updatedAt", written));
    }

    // The instance stands for all of its interfaces, those that the finding does not name among them.
    private static NamedResources Named(JsonElement resource, string type) =>
        NamedResources.Of(
            resource.Member("instanceDetails").Text("instanceId") is { Length: > 0 } id
                ? [new NamedResource(ResourceTypes.Instance, id)]
                : [],
            NamedResources.Ignored($"GuardDuty finding {Quoted.Of(type)} names no EC2 instance")
        );

    // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
    private static Severity? SeverityOf(JsonElement value) =>
        value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) ? null
        : number is >= 9 and <= 10 ? Severity.Critical
        : number is >= 7 and < 9 ? Severity.High
        : number is >= 4 and < 7 ? Severity.Medium
        : number is > 0 and < 4 ? Severity.Low
        : null;
}
