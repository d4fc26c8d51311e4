using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Core.Tests.Policies;
using Remediation.Testing;

namespace Remediation.Core.Tests.Reports;

/// <summary>A report with a finding of every status, and text in it that means harm.</summary>
internal static class ReportSample
{
    /// <summary>Markup, a quote, and a mark that reorders the line.</summary>
    public const string Hostile = "</style><script>alert(1)</script>\"'&\u202egnp.exe";

    public static DateTimeOffset Time { get; } = new(2026, 11, 20, 10, 5, 0, TimeSpan.Zero);

    public static CheckMetadata Check { get; } =
        SampleChecks.All[0] with
        {
            Controls = [new("EC2.13", "SSH"), new("CIS-5.3", "admin ports")],
            References = ["https://docs.aws.amazon.com/vpc/latest/userguide/security-groups.html"],
        };

    public static ResourceId Group { get; } =
        new(ResourceTypes.SecurityGroup, Sample.GroupId, Sample.Account, Sample.Region);

    public static Finding Failing { get; } =
        new()
        {
            Check = Check,
            Resource = Group,
            Status = FindingStatus.Fail,
            Severity = Severity.Critical,
            Response = Response.Revert,
            Evidence =
            [
                new("tcp/20-25 from 0.0.0.0/0", "tcp/22 from 0.0.0.0/0")
                {
                    Rule = "sgr-1",
                    Severity = Severity.Critical,
                    Description = Hostile,
                },
            ],
        };

    public static Finding Unknown { get; } =
        Failing with
        {
            Status = FindingStatus.Unknown,
            Severity = Severity.Medium,
            Response = Response.Ticket,
            Evidence = [],
            Unknowns = ["the prefix list pl-1 could not be read"],
        };

    public static Finding Exempted { get; } =
        Failing with
        {
            Status = FindingStatus.Exempted,
            Severity = Severity.Low,
            Exemption = new("EX-1", Check.Id, Sample.GroupId, new(2027, 3, 31), "netsec@example.com", "vendor"),
        };

    public static AuditReport Report { get; } =
        new()
        {
            Account = Sample.Account,
            Region = Sample.Region,
            Policy = Sample.Policy(),
            Resources = 7,
            Findings = [Failing, Unknown, Exempted],
            Plans = [],
            Unplanned = ImmutableDictionary<string, string>.Empty.Add(Failing.Id, "the quota of rules would be passed"),
            Unread = [new(ResourceTypes.WebAcl, new("AccessDenied", "not allowed"))],
            ResourceNames = ImmutableDictionary<string, string>.Empty.Add(Group.Arn, Hostile),
        };

    /// <summary>What is written, as JSON.</summary>
    public static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }
        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}
