using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Reads one Security Hub finding in ASFF: it names a resource to look at, and its verdict is not taken over.
/// Format: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html.
/// </summary>
internal static class SecurityHubEvents
{
    internal static bool IsFinding(JsonElement root) => root.Has("ProductArn") && root.Has("Resources");

    internal static ParsedEvent Parse(JsonElement finding, EventContext outer)
    {
        var own = finding.Text("Id") is { } id ? $"{id}@{finding.Text("UpdatedAt")}" : null;
        var at = outer with
        {
            EventId = Quoted.Printable(outer.IdOf(own, finding)),
            Name = outer.Envelope.DetailType is { } type ? Quoted.Printable(type) : "Security Hub Finding",
        };
        return NothingToDo(finding, at) ?? Change(finding, at);
    }

    private static ParsedEvent? NothingToDo(JsonElement finding, EventContext at)
    {
        if (finding.Text("RecordState") is "ARCHIVED")
        {
            return at.Ignored("the finding is archived");
        }

        if (finding.Member("Workflow").Text("Status") is "SUPPRESSED" or "RESOLVED")
        {
            return at.Ignored($"the finding's workflow status is {finding.Member("Workflow").Text("Status")}");
        }

        return finding.Member("Compliance").Text("Status") is "PASSED"
            ? at.Ignored("the finding's compliance status is PASSED")
            : null;
    }

    private static ParsedEvent Change(JsonElement finding, EventContext at)
    {
        var watched = finding.Items("Resources").Where(resource => WatchedType(resource) is not null).ToList();
        if (watched.Count == 0)
        {
            return at.Ignored(
                $"the finding is about {TypesOf(finding)}, and no security group, network ACL, instance or network interface"
            );
        }

        var named = NamedResources.Of(watched.Select(Named), NamedResources.Ignored(""));
        if (named.RejectedReason is { } rejected)
        {
            return at.Rejected(rejected);
        }

        return PlaceOf(finding, watched[0], at.Envelope).TryGet(out var place, out var error)
            ? Change(finding, named, place, at)
            : at.Rejected(error);
    }

    private static ParsedEvent Change(JsonElement finding, NamedResources named, Place place, EventContext at)
    {
        var written = finding.Text("UpdatedAt") ?? finding.Text("CreatedAt") ?? at.Envelope.Time;
        return EventTimes.Parse(written) is { } time
            ? at.Understood(
                Changes.Of(EventChannel.SecurityHubFinding, named, place, time, "securityhub.amazonaws.com", at) with
                {
                    Finding = Reported(finding, at),
                }
            )
            : at.Rejected(EventTimes.NotATime("UpdatedAt", written));
    }

    private static ReportedFinding? Reported(JsonElement finding, EventContext at)
    {
        var types = finding.Items("Types").Select(type => type.ToString()).Where(type => type.Length > 0).ToList();
        return types.Count > 0 && SeverityOf(finding.Member("Severity")) is { } severity
            ? new(Quoted.Printable(finding.Text("Id") ?? at.EventId ?? ""), [.. types], severity)
            : null;
    }

    // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html
    private static Severity? SeverityOf(JsonElement severity) =>
        severity.Text("Label") switch
        {
            "CRITICAL" => Severity.Critical,
            "HIGH" => Severity.High,
            "MEDIUM" => Severity.Medium,
            "LOW" => Severity.Low,
            "INFORMATIONAL" => Severity.Info,
            _ => null,
        };

    private static NamedResource Named(JsonElement resource)
    {
        var id = resource.Text("Id") ?? "";
        return new NamedResource(WatchedType(resource) ?? "", Arn.Parse(id)?.ResourceName ?? id);
    }

    private static ParseResult<Place> PlaceOf(JsonElement finding, JsonElement resource, EventEnvelope envelope)
    {
        var region = Arn.Parse(resource.Text("Id"))?.Region ?? resource.Text("Region") ?? finding.Text("Region");
        return Place.Read(finding.Member("AwsAccountId"), region ?? envelope.Region);
    }

    private static string? WatchedType(JsonElement resource) =>
        resource.Text("Type") switch
        {
            "AwsEc2SecurityGroup" => ResourceTypes.SecurityGroup,
            "AwsEc2NetworkAcl" => ResourceTypes.NetworkAcl,
            "AwsEc2Instance" => ResourceTypes.Instance,
            "AwsEc2NetworkInterface" => ResourceTypes.NetworkInterface,
            _ => null,
        };

    private static string TypesOf(JsonElement finding)
    {
        var types = finding
            .Items("Resources")
            .Select(resource => resource.Text("Type"))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Take(3);
        return string.Join(", ", types.Select(Quoted.Printable)) is { Length: > 0 } listed ? listed : "no resource";
    }
}
