using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>Knows a GuardDuty finding when it sees one. Nothing is done with it in this version.</summary>
internal static class GuardDutyEvents
{
    internal static bool IsFinding(JsonElement root) => root.Member("service").Text("serviceName") is "guardduty";

    internal static ParsedEvent Parse(JsonElement finding, EventContext outer)
    {
        var at = outer with
        {
            EventId = Quoted.Printable(outer.IdOf(finding.Text("id"), finding)),
            Name = "GuardDuty Finding",
        };
        var type = finding.Text("type") is { } text ? $" {Quoted.Of(text)}" : "";
        return at.Ignored($"quarantine by GuardDuty finding{type} is not part of this version");
    }
}
