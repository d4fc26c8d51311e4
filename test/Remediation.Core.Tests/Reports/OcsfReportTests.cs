using System.Text.Json;
using Remediation.Core.Reports;

namespace Remediation.Core.Tests.Reports;

public sealed class OcsfReportTests
{
    private static readonly List<JsonElement> Events =
    [
        .. ReportSample
            .Json(writer => OcsfReport.Write(writer, ReportSample.Report, ReportSample.Time, "1.2.3"))
            .EnumerateArray(),
    ];

    // What https://schema.ocsf.io/1.3.0/classes/compliance_finding requires, and its objects require in turn.
    [Fact]
    public void Write_EveryEvent_HasWhatTheClassRequires() =>
        Assert.All(
            Events,
            item =>
            {
                Assert.Equal(1, item.GetProperty("activity_id").GetInt32());
                Assert.Equal(2, item.GetProperty("category_uid").GetInt32());
                Assert.Equal(2003, item.GetProperty("class_uid").GetInt32());
                Assert.Equal(200301, item.GetProperty("type_uid").GetInt32());
                Assert.Equal(ReportSample.Time.ToUnixTimeMilliseconds(), item.GetProperty("time").GetInt64());
                Assert.InRange(item.GetProperty("severity_id").GetInt32(), 1, 5);
                var metadata = item.GetProperty("metadata");
                Assert.Equal("1.3.0", metadata.GetProperty("version").GetString());
                Assert.NotEmpty(metadata.GetProperty("product").GetProperty("vendor_name").GetString()!);
                Assert.NotEmpty(item.GetProperty("finding_info").GetProperty("uid").GetString()!);
                Assert.NotEmpty(item.GetProperty("finding_info").GetProperty("title").GetString()!);
                Assert.NotEqual(0, item.GetProperty("compliance").GetProperty("standards").GetArrayLength());
                Assert.NotEmpty(item.GetProperty("remediation").GetProperty("desc").GetString()!);
                Assert.Equal("AWS", item.GetProperty("cloud").GetProperty("provider").GetString());
                Assert.Equal(
                    ReportSample.Group.Arn,
                    Assert.Single(item.GetProperty("resources").EnumerateArray()).GetProperty("uid").GetString()
                );
            }
        );

    [Fact]
    public void Write_TheStatuses_AreToldApart()
    {
        Assert.Equal(["Fail", "Unknown", "Fail"], Events.Select(item => Compliance(item)));
        Assert.Equal(["New", "New", "Suppressed"], Events.Select(item => item.GetProperty("status").GetString()));
    }

    [Fact]
    public void Write_Controls_NameTheirStandards() =>
        Assert.Equal(
            ["AWS Foundational Security Best Practices v1.0.0", "CIS AWS Foundations Benchmark v5.0.0"],
            Events[0]
                .GetProperty("compliance")
                .GetProperty("standards")
                .EnumerateArray()
                .Select(item => item.GetString())
        );

    private static string? Compliance(JsonElement item) =>
        item.GetProperty("compliance").GetProperty("status").GetString();
}
