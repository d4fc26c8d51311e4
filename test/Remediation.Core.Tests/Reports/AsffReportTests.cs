using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Core.Tests.Reports;

public sealed class AsffReportTests
{
    // https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
    private static readonly string[] Required =
    [
        "AwsAccountId",
        "CreatedAt",
        "Description",
        "GeneratorId",
        "Id",
        "ProductArn",
        "Resources",
        "SchemaVersion",
        "Severity",
        "Title",
        "Types",
        "UpdatedAt",
    ];

    private static readonly string[] Labels = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    [Fact]
    public void Write_EveryFinding_HasWhatSecurityHubRequires() =>
        Assert.All(
            Write(ReportSample.Report),
            finding =>
            {
                Assert.All(Required, name => Assert.True(finding.TryGetProperty(name, out _), name));
                Assert.Equal("2018-10-08", finding.GetProperty("SchemaVersion").GetString());
                Assert.Equal("2026-11-20T10:05:00.000Z", finding.GetProperty("UpdatedAt").GetString());
                Assert.Contains(finding.GetProperty("Severity").GetProperty("Label").GetString(), Labels);
                Assert.Equal(
                    "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default",
                    finding.GetProperty("ProductArn").GetString()
                );
                var resource = Assert.Single(finding.GetProperty("Resources").EnumerateArray());
                Assert.Equal("AwsEc2SecurityGroup", resource.GetProperty("Type").GetString());
                Assert.Equal(ReportSample.Group.Arn, resource.GetProperty("Id").GetString());
            }
        );

    [Fact]
    public void Write_TheStatuses_AreToldApart()
    {
        var findings = Write(ReportSample.Report);

        Assert.Equal(
            ["FAILED", "NOT_AVAILABLE", "FAILED"],
            findings.Select(finding => finding.GetProperty("Compliance").GetProperty("Status").GetString())
        );
        Assert.Equal(
            ["NEW", "NEW", "SUPPRESSED"],
            findings.Select(finding => finding.GetProperty("Workflow").GetProperty("Status").GetString())
        );
        Assert.Equal(3, findings.Select(finding => finding.GetProperty("Id").GetString()).Distinct().Count());
    }

    [Fact]
    public void Write_LongTexts_AreCutBetweenCharacters()
    {
        var evidence = ReportSample.Failing.Evidence[0] with
        {
            Offending = string.Concat(Enumerable.Repeat("😀", 900)),
        };
        var report = ReportSample.Report with { Findings = [ReportSample.Failing with { Evidence = [evidence] }] };

        var description = Assert.Single(Write(report)).GetProperty("Description").GetString()!;

        Assert.InRange(description.Length, 1000, 1024);
        Assert.EndsWith("😀…", description, StringComparison.Ordinal);
    }

    [Fact]
    public void ProductArn_InChina_IsOfItsPartition() =>
        Assert.StartsWith(
            "arn:aws-cn:securityhub:cn-north-1:",
            AsffReport.ProductArn("123456789012", "cn-north-1"),
            StringComparison.Ordinal
        );

    private static List<JsonElement> Write(AuditReport report) =>
        [.. ReportSample.Json(writer => AsffReport.Write(writer, report, ReportSample.Time)).EnumerateArray()];
}
