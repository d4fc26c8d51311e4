using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Core.Tests.Reports;

public sealed class SarifReportTests
{
    private static readonly string[] Kinds = ["notApplicable", "pass", "fail", "review", "open", "informational"];
    private static readonly string[] Levels = ["none", "note", "warning", "error"];

    private static JsonElement Log(AuditReport report) =>
        ReportSample.Json(writer => SarifReport.Write(writer, report, "1.2.3"));

    private static JsonElement Run(AuditReport report) => Log(report).GetProperty("runs")[0];

    // What sarif-schema-2.1.0.json requires of the objects that are written, and the words that it allows.
    [Fact]
    public void Write_AnyReport_HasWhatTheSchemaRequires()
    {
        var log = Log(ReportSample.Report);

        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var run = Assert.Single(log.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.NotEmpty(driver.GetProperty("name").GetString()!);
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.All(
            rules,
            rule =>
            {
                Assert.NotEmpty(rule.GetProperty("id").GetString()!);
                Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
                Assert.NotEmpty(rule.GetProperty("help").GetProperty("text").GetString()!);
            }
        );
        Assert.All(
            run.GetProperty("results").EnumerateArray(),
            result =>
            {
                Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
                Assert.Contains(result.GetProperty("kind").GetString(), Kinds);
                Assert.Contains(result.GetProperty("level").GetString(), Levels);
                var rule = rules[result.GetProperty("ruleIndex").GetInt32()];
                Assert.Equal(rule.GetProperty("id").GetString(), result.GetProperty("ruleId").GetString());
            }
        );
    }

    // Section 3.27.10: the level of what is not a failure is none.
    [Fact]
    public void Write_Unknown_IsOpenAndOfNoLevel()
    {
        var results = Run(ReportSample.Report).GetProperty("results");

        Assert.Equal("fail", results[0].GetProperty("kind").GetString());
        Assert.Equal("error", results[0].GetProperty("level").GetString());
        Assert.Equal("open", results[1].GetProperty("kind").GetString());
        Assert.Equal("none", results[1].GetProperty("level").GetString());
    }

    [Fact]
    public void Write_Exempted_IsSuppressedWithItsReason()
    {
        var results = Run(ReportSample.Report).GetProperty("results");

        Assert.False(results[0].TryGetProperty("suppressions", out _));
        var suppression = Assert.Single(results[2].GetProperty("suppressions").EnumerateArray());
        Assert.Equal("external", suppression.GetProperty("kind").GetString());
        Assert.Equal(
            "EX-1, netsec@example.com, until 2027-03-31: vendor",
            suppression.GetProperty("justification").GetString()
        );
    }

    [Fact]
    public void Write_SomethingUnread_IsNoSuccess()
    {
        var failed = Run(ReportSample.Report).GetProperty("invocations")[0];
        var clean = Run(ReportSample.Report with { Unread = [] }).GetProperty("invocations")[0];

        Assert.False(failed.GetProperty("executionSuccessful").GetBoolean());
        Assert.Contains(
            "AWS::WAFv2::WebACL",
            failed.GetProperty("toolExecutionNotifications")[0].GetProperty("message").GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
        Assert.True(clean.GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public void Write_OfATemplate_PointsToTheLine()
    {
        var report = ReportSample.Report with
        {
            Places = ReportSample.Report.ResourceNames.SetItem(ReportSample.Group.Arn, "infra/my stack.yaml:12"),
        };

        var location = Run(report).GetProperty("results")[0].GetProperty("locations")[0];

        var physical = location.GetProperty("physicalLocation");
        Assert.Equal("infra/my%20stack.yaml", physical.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(12, physical.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public void Write_OfAnAccount_NamesTheArn()
    {
        var location = Run(ReportSample.Report).GetProperty("results")[0].GetProperty("locations")[0];

        Assert.False(location.TryGetProperty("physicalLocation", out _));
        Assert.Equal(
            ReportSample.Group.Arn,
            location.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString()
        );
    }
}
