using System.Text.Json;

namespace Remediation.Cli.Tests.Commands;

public sealed class AuditCommandTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Audit_SampleAccount_ListsTheWorstFirst(int width)
    {
        var run = await CommandRun.At(width, "audit", "--snapshot", Samples.Account, "--details");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"audit-{width}", run.Output);
    }

    [Fact]
    public async Task Audit_Json_KeepsTheContract()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--format", "json");

        var report = run.Json;
        Assert.Equal("remediation.report/1", report.GetProperty("schema").GetString());
        Assert.Equal("123456789012", report.GetProperty("account").GetString());
        Assert.Equal("us-east-1", report.GetProperty("region").GetString());
        Assert.Equal("observe", report.GetProperty("mode").GetString());
        Assert.Equal("foundational", report.GetProperty("policy").GetProperty("name").GetString());
        Assert.Equal(64, report.GetProperty("policy").GetProperty("sha256").GetString()!.Length);
        var summary = report.GetProperty("summary");
        Assert.Equal(10, summary.GetProperty("resources").GetInt32());
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(summary.GetProperty("findings").GetInt32(), findings.Count);
        Assert.Equal(1, summary.GetProperty("bySeverity").GetProperty("critical").GetInt32());
        var finding = findings.Single(item => item.GetProperty("check").GetString() == "sg-open-admin-port");
        Assert.Equal("fail", finding.GetProperty("status").GetString());
        Assert.Equal("revert", finding.GetProperty("response").GetString());
        Assert.Equal(JsonValueKind.Null, finding.GetProperty("exemption").ValueKind);
        Assert.Contains(
            "EC2.13",
            finding.GetProperty("controls").EnumerateArray().Select(control => control.GetString())
        );
        Assert.Equal("AWS::EC2::SecurityGroup", finding.GetProperty("resource").GetProperty("type").GetString());
        Assert.Equal("sgr-0f12a3b4c5d6e7f80", finding.GetProperty("evidence")[0].GetProperty("rule").GetString());
        var plan = Assert.Single(
            report.GetProperty("plans").EnumerateArray(),
            item => item.GetProperty("resource").GetString() == Samples.GroupId
        );
        Assert.Equal(
            finding.GetProperty("id").GetString(),
            Assert.Single(plan.GetProperty("resolves").EnumerateArray()).GetString()
        );
        Assert.Equal("ec2", plan.GetProperty("calls")[0].GetProperty("service").GetString());
        Assert.Equal(JsonValueKind.Object, plan.GetProperty("calls")[0].GetProperty("parameters").ValueKind);
    }

    [Fact]
    public async Task Audit_Sarif_HasAResultForEachFinding()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--format", "sarif");

        var results = run.Json.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(await CountAsync(), results.Count);
        Assert.Contains(results, result => result.GetProperty("ruleId").GetString() == "sg-open-admin-port");
    }

    [Theory]
    [InlineData("ocsf", "class_uid")]
    [InlineData("asff", "SchemaVersion")]
    public async Task Audit_FormatsOfFindings_HaveOneForEach(string format, string member)
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--format", format);

        var findings = run.Json.EnumerateArray().ToList();
        Assert.Equal(await CountAsync(), findings.Count);
        Assert.All(findings, finding => Assert.True(finding.TryGetProperty(member, out _)));
    }

    [Fact]
    public async Task Audit_Html_IsOnePageWithEveryFinding()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--format", "html");

        Assert.StartsWith("<!doctype html>", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(await CountAsync(), run.Output.Split("<article ").Length - 1);
    }

    // The findings of a template are in no account, and Security Hub takes none without.
    [Theory]
    [InlineData("ocsf")]
    [InlineData("asff")]
    public async Task Audit_FormatsOfAccounts_AreNotForTemplates(string format)
    {
        var template = Path.Combine(Remediation.Testing.Repository.Samples, "templates", "office-access.yaml");

        var run = await CommandRun.OfAsync("audit", "--template", template, "--format", format);

        Assert.Equal(2, run.Code);
        Assert.Contains($"--format {format} does not go with --template", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_TemplateAsSarif_PointsIntoTheFile()
    {
        var template = Path.Combine(Remediation.Testing.Repository.Samples, "templates", "office-access.yaml");

        var run = await CommandRun.OfAsync("audit", "--template", template, "--policy", "strict", "--format", "sarif");

        var result = run.Json.GetProperty("runs")[0].GetProperty("results")[0];
        var physical = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.EndsWith(
            "office-access.yaml",
            physical.GetProperty("artifactLocation").GetProperty("uri").GetString(),
            StringComparison.Ordinal
        );
        Assert.InRange(physical.GetProperty("region").GetProperty("startLine").GetInt32(), 1, 10_000);
    }

    [Fact]
    public async Task Audit_PolicyWithScopesByUnit_AsksForTheUnits()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(
            scratch["policy.yaml"],
            """
            version: 1
            mode: observe
            scopes: [ { match: { ous: ou-ab12-11111111 }, checks: { "*": { respond: observe } } } ]
            """,
            TestContext.Current.CancellationToken
        );
        string[] audit =
        [
            "audit",
            "--snapshot",
            Samples.Account,
            "--policy",
            scratch["policy.yaml"],
            "--format",
            "json",
        ];

        var unknown = await CommandRun.OfAsync(audit);
        var inside = await CommandRun.OfAsync([.. audit, "--ous", "ou-ab12-11111111,r-ab12"]);
        var outside = await CommandRun.OfAsync([.. audit, "--ous", "none"]);

        Assert.Equal(2, unknown.Code);
        Assert.Contains("say with --ous in which ones the account is", unknown.Error, StringComparison.Ordinal);
        static bool IsObserved(JsonElement finding) => finding.GetProperty("response").GetString() == "observe";
        Assert.All(inside.Json.GetProperty("findings").EnumerateArray(), finding => Assert.True(IsObserved(finding)));
        Assert.DoesNotContain(outside.Json.GetProperty("findings").EnumerateArray(), IsObserved);
    }

    private static async Task<int> CountAsync()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--format", "json");
        return run.Json.GetProperty("findings").GetArrayLength();
    }

    [Theory]
    [InlineData("critical", 1)]
    [InlineData("info", 1)]
    [InlineData(null, 0)]
    public async Task Audit_FailOn_ExitsWithOneFromThatSeverityOn(string? severity, int code)
    {
        string[] failOn = severity is null ? [] : ["--fail-on", severity];

        Assert.Equal(code, (await CommandRun.OfAsync(["audit", "--snapshot", Samples.Account, .. failOn])).Code);
    }

    [Fact]
    public async Task Audit_FailOnAboveTheWorst_ExitsWithZero()
    {
        using var scratch = new Scratch();
        await CommandRun.OfAsync(
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--mode",
            "enforce",
            "--apply",
            "--snapshot-out",
            scratch["after"]
        );

        Assert.Equal(
            0,
            (await CommandRun.OfAsync("audit", "--snapshot", scratch["after"], "--fail-on", "critical")).Code
        );
        Assert.Equal(1, (await CommandRun.OfAsync("audit", "--snapshot", scratch["after"], "--fail-on", "high")).Code);
    }

    [Fact]
    public async Task Audit_Mode_OverridesThePolicys()
    {
        var run = await CommandRun.OfAsync(
            "audit",
            "--snapshot",
            Samples.Account,
            "--mode",
            "enforce",
            "--format",
            "json"
        );

        Assert.Equal("enforce", run.Json.GetProperty("mode").GetString());
    }

    [Fact]
    public async Task Audit_Out_WritesTheFileAndNothingElse()
    {
        using var scratch = new Scratch();

        var run = await CommandRun.WithAsync(
            session => session with { HasColour = true },
            "audit",
            "--snapshot",
            Samples.Account,
            "--out",
            scratch["report.txt"]
        );

        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
        Assert.Equal(
            (await CommandRun.OfAsync("audit", "--snapshot", Samples.Account)).Output,
            File.ReadAllText(scratch["report.txt"])
        );
    }

    [Theory]
    [InlineData("ec2.describe-security-groups.json", "no security groups are judged")]
    [InlineData("ec2.describe-network-acls.json", "no network ACLs are judged")]
    public async Task Audit_WithoutAListing_SaysWhatIsNotJudged(string missing, string said)
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        File.Delete(Path.Combine(account, missing));
        File.Delete(Path.Combine(account, "ec2.describe-security-group-rules.json"));

        var run = await CommandRun.OfAsync("audit", "--snapshot", account);

        Assert.Equal(0, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Contains($"the snapshot has no {missing}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_EveryListing_SaysNothingOfMissingOnes()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account);

        Assert.DoesNotContain("judged", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_FolderWithNothingToJudge_IsNotTakenForACleanAccount()
    {
        using var scratch = new Scratch();
        scratch.Write(
            "groups.json",
            File.ReadAllText(Path.Combine(Samples.Account, "ec2.describe-security-groups.json"))
        );

        var run = await CommandRun.OfAsync("audit", "--snapshot", scratch.Root, "--fail-on", "low");

        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Output);
        Assert.Contains("nothing to judge", run.Error, StringComparison.Ordinal);
        Assert.Contains("ec2.describe-security-groups.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_AccountWithoutResources_IsClean()
    {
        using var scratch = new Scratch();
        scratch.Write("ec2.describe-security-groups.json", """{"SecurityGroups": []}""");
        scratch.Write("ec2.describe-network-acls.json", """{"NetworkAcls": []}""");

        var run = await CommandRun.OfAsync("audit", "--snapshot", scratch.Root, "--fail-on", "low");

        Assert.Equal(0, run.Code);
        Assert.Contains("holds no resource that is judged", run.Error, StringComparison.Ordinal);
    }
}
