using System.Text;
using System.Text.Json;
using Remediation.Checks.NetworkAcls;
using Remediation.Core;
using Remediation.Core.Policies;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Audits;

public sealed class OrganizationAuditTests
{
    private const string Folder = "audits/organization/2026/11/20/run/";

    private readonly MemoryReports _reports = new();

    [Fact]
    public async Task Targets_AreEveryActiveAccountInEveryRegion()
    {
        var source = new ScriptedOrganization(
            """
            {"Accounts":[{"Id":"222233334444","Status":"ACTIVE"},{"Id":"111122223333","State":"ACTIVE"},
            {"Id":"999900001111","Status":"SUSPENDED"}]}
            """
        );

        var targets = await Audit(new OrganizationAccounts(source))
            .TargetsAsync(["us-east-1", "eu-west-1"], [], "abc", TestContext.Current.CancellationToken);

        Assert.Equal(4, targets.Value.Count);
        Assert.Equal(
            ["111122223333/us-east-1", "111122223333/eu-west-1", "222233334444/us-east-1", "222233334444/eu-west-1"],
            _reports
                .Json(targets.Value.Key)
                .EnumerateArray()
                .Select(item => $"{item.GetProperty("account").GetString()}/{item.GetProperty("region").GetString()}")
        );
    }

    [Fact]
    public async Task Targets_NoOrganization_AreTheOwnAccountAndRegion()
    {
        var targets = await Audit(null).TargetsAsync([], [], "abc", TestContext.Current.CancellationToken);

        Assert.Equal("""[{"account":"123456789012","region":"us-east-1"}]""", _reports.Text(targets.Value.Key));
    }

    [Fact]
    public async Task Targets_AccountsThatCannotBeListed_AreNotTakenForNone()
    {
        var targets = await Audit(new OrganizationAccounts(new ScriptedOrganization(null)))
            .TargetsAsync([], [], "abc", TestContext.Current.CancellationToken);

        Assert.Contains("could not be listed: AccessDenied", targets.Error, StringComparison.Ordinal);
    }

    // The files are as Step Functions writes them: input and output of each child as JSON in text.
    [Fact]
    public async Task Summarize_Results_AreSummedAndTheWorstComeFirst()
    {
        Keep(
            "manifest.json",
            $$"""
            {"DestinationBucket":"bucket","MapRunArn":"arn:aws:states:us-east-1:123456789012:mapRun:audit/Audits:1",
            "ResultFiles":{"FAILED":[{"Key":"{{Folder}}results/FAILED_0.json","Size":1}],"PENDING":[],
            "SUCCEEDED":[{"Key":"{{Folder}}results/SUCCEEDED_0.json","Size":1}]} }
            """
        );
        Keep("SUCCEEDED_0.json", $"[{Succeeded("111122223333", 5, 0, 2)},{Succeeded("222233334444", 3, 1, 0)}]");
        Keep(
            "FAILED_0.json",
            """
            [{"Input":"{\"account\":\"333344445555\",\"region\":\"us-east-1\"}","Status":"FAILED",
            "Error":"InvocationFailedException","Cause":"<b>the spoke is not there</b>"}]
            """
        );

        var summarized = await Audit(null)
            .SummarizeAsync(Folder, Folder + "results/manifest.json", TestContext.Current.CancellationToken);

        using var summary = summarized.Value;
        var root = summary.RootElement;
        Assert.Equal((3, 2), (root.GetProperty("targets").GetInt32(), root.GetProperty("audited").GetInt32()));
        Assert.Equal(8, root.GetProperty("summary").GetProperty("resources").GetInt32());
        Assert.Equal("""{"critical":1,"low":2}""", root.GetProperty("summary").GetProperty("bySeverity").GetRawText());
        Assert.Equal(
            ["222233334444", "111122223333"],
            root.GetProperty("accounts").EnumerateArray().Select(item => item.GetProperty("account").GetString())
        );
        var failed = Assert.Single(root.GetProperty("failed").EnumerateArray());
        Assert.Equal("333344445555", failed.GetProperty("account").GetString());
        var page = _reports.Text("audits/organization/latest.html");
        Assert.Contains("&lt;b&gt;the spoke is not there&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("2 of 3 accounts", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("baselines/", "baselines/manifest.json")]
    [InlineData(Folder, "audits/123456789012/us-east-1/latest.json")]
    public async Task Summarize_WhatIsNotOfAnAudit_IsNotRead(string folder, string manifest)
    {
        var refused = await Audit(null).SummarizeAsync(folder, manifest, TestContext.Current.CancellationToken);

        Assert.Contains("is not of an audit", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summarize_ResultsThatAreBroken_SayWhich()
    {
        Keep("manifest.json", """{"ResultFiles":{"SUCCEEDED":[{"Key":"nowhere.json"}]}}""");

        var refused = await Audit(null)
            .SummarizeAsync(Folder, Folder + "results/manifest.json", TestContext.Current.CancellationToken);

        Assert.Contains("nowhere.json could not be read", refused.Error, StringComparison.Ordinal);
    }

    private static string Succeeded(string account, int resources, int critical, int low)
    {
        var input = $$"""{"account":"{{account}}","region":"us-east-1"}""";
        var severities = critical > 0 ? $"\"critical\":{critical}" : $"\"low\":{low}";
        var output = $$"""
            {"complete":true,"summary":{"resources":{{resources}},"findings":{{critical
                + low}},"exempted":0,"unknown":0,
            "bySeverity":{ {{severities}} } },"report":{"bucket":"bucket","json":"a.json","html":"a.html"} }
            """;
        return $$"""
            {"Input":{{JsonSerializer.Serialize(input)}},"Output":{{JsonSerializer.Serialize(
                output
            )}},"Status":"SUCCEEDED"}
            """;
    }

    private void Keep(string name, string json) =>
        _reports.Kept[$"{Folder}results/{name}"] = Encoding.UTF8.GetBytes(json);

    private OrganizationAudit Audit(OrganizationAccounts? accounts) =>
        new(
            new()
            {
                Home = AccountAccess.Of(new ScriptedAccount(), ""),
                HomeAccount = Sample.Account,
                HomeRegion = Sample.Region,
                Store = _reports,
                Time = new VirtualTime(),
                Policy = Sample.Policy(),
                LoadPolicy = ParseResult<Policy>.Failure,
                Checks = [new NaclOpenAdminPort()],
            },
            accounts
        );

    private sealed class ScriptedOrganization(string? accounts) : IDocumentSource
    {
        public string Region => "us-east-1";

        public Task<DocumentAnswer> CallAsync(
            string service,
            string operation,
            string parametersJson,
            CancellationToken cancellationToken
        )
        {
            Assert.Equal("organizations:ListAccounts", $"{service}:{operation}");
            return Task.FromResult(
                accounts is null
                    ? DocumentAnswer.Failed(new("AccessDenied", "not a delegated administrator"), isRetryable: false)
                    : DocumentAnswer.Of(AwsDocument.Parse(accounts))
            );
        }
    }
}
