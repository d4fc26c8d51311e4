using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>Tickets for tests of sinks, whose names were chosen by somebody with bad intentions.</summary>
internal static class SampleNotice
{
    public const string HostileName = "app `code` <!channel> @everyone [x](javascript:alert(1))\n```\n# big";

    public static TicketNotice Open { get; } = Of("sg-0a1b2c3d4e5f60718", "sg-open-admin-port");

    public static TicketNotice Closed { get; } =
        Open with
        {
            Status = TicketStatus.Closed,
            Reason = "the check passes, or the resource is gone",
            LastSeen = Sample.Now.AddMinutes(30),
        };

    public static TicketNotice Recurring { get; } =
        Open with
        {
            Occurrences = 2,
            EventId = "e-2",
            Reason = "it was opened again",
            LastSeen = Sample.Now.AddMinutes(10),
        };

    public static TicketNotice Of(string resource, string check)
    {
        var id = new ResourceId(ResourceTypes.SecurityGroup, resource, Sample.Account, Sample.Region);
        return new()
        {
            Key = TicketKeys.Of(id, check),
            Status = TicketStatus.Open,
            Resource = id,
            ResourceName = HostileName,
            Check = check,
            CheckTitle = "Administrative ports are open to the internet",
            Severity = Severity.Critical,
            Reason = "the policy responds with a ticket",
            Evidence = [new("sgr-1", "tcp/20-25 from 0.0.0.0/0", "tcp/22 from 0.0.0.0/0")],
            Controls = ["EC2.13"],
            Actor = "arn:aws:sts::123456789012:assumed-role/Dev/alice",
            Origin = "console",
            BlastRadius = "attached to 1 interface (eni-1) of 1 instance (i-1)",
            Plan = ["revoke sgr-1 tcp/20-25 from 0.0.0.0/0"],
            PlanHash = new('a', 64),
            Command = $"remediate apply --live --plan {new string('a', 64)}",
            ManualFix = "Take the rule away.",
            EventId = "e-1",
            FirstSeen = Sample.Now,
            LastSeen = Sample.Now,
        };
    }
}
