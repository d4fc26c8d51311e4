using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
using Remediation.Engine.Tests.Layers;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Audits;

/// <summary>What a custom rule of AWS Config is answered: by the live resource, in Config's own words for it.</summary>
public sealed class ConfigRuleTests
{
    private readonly CannedAnswers _aws = new CannedAnswers().On("PutEvaluations", """{"FailedEvaluations":[]}""");
    private readonly List<Exemption> _exemptions = [];

    [Fact]
    public async Task Answer_OpenGroup_IsNotCompliantWithTheWorstReasonFirst()
    {
        var put = await PutAsync(Sample.Group("in tcp/22 from 0.0.0.0/0"), Question());

        Assert.Equal(
            ("AWS::EC2::SecurityGroup", Sample.GroupId, "NON_COMPLIANT"),
            (Text(put, "ComplianceResourceType"), Text(put, "ComplianceResourceId"), Text(put, "ComplianceType"))
        );
        Assert.StartsWith(
            "sg-open-admin-port (critical): tcp/22 from 0.0.0.0/0; ",
            Text(put, "Annotation"),
            StringComparison.Ordinal
        );
        Assert.Equal(1_795_168_860.000m, put["OrderingTimestamp"]!.GetValue<decimal>());
    }

    // The item in the question says that SSH is open; what counts is the group as it is.
    [Fact]
    public async Task Answer_GroupThatIsMendedMeanwhile_IsCompliant()
    {
        var put = await PutAsync(Sample.Group(), Question());

        Assert.Equal("COMPLIANT", Text(put, "ComplianceType"));
        Assert.Null(put["Annotation"]);
    }

    [Fact]
    public async Task Answer_ExemptedGroup_IsCompliantAndSaysByWhat()
    {
        foreach (
            var check in CheckCatalog.All.Where(check => check.Metadata.Id.StartsWith("sg-", StringComparison.Ordinal))
        )
        {
            _exemptions.Add(
                new("EX-1", check.Metadata.Id, Sample.GroupId, new DateOnly(2090, 1, 1), "netsec", "vendor")
            );
        }

        var put = await PutAsync(Sample.Group("in tcp/22 from 0.0.0.0/0"), Question());

        Assert.Equal(("COMPLIANT", "exempted by EX-1"), (Text(put, "ComplianceType"), Text(put, "Annotation")));
    }

    [Fact]
    public async Task Answer_WhatCannotBeTold_IsNotCompliant()
    {
        var put = await PutAsync(Sample.Group("in tcp/22 from pl-1"), Question());

        Assert.Equal("NON_COMPLIANT", Text(put, "ComplianceType"));
        Assert.Contains(" cannot tell: ", Text(put, "Annotation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_GroupThatIsNoLongerThere_IsNotApplicable() =>
        Assert.Equal("NOT_APPLICABLE", Text(await PutAsync(null, Question()), "ComplianceType"));

    [Theory]
    [InlineData("configurationItemStatus", "ResourceDeleted")]
    [InlineData("resourceType", "AWS::S3::Bucket")]
    public async Task Answer_WhatIsNotJudged_IsNotApplicableAndNotRead(string member, string value)
    {
        var put = await PutAsync(Sample.Group("in tcp/22 from 0.0.0.0/0"), Question((member, value)));

        Assert.Equal("NOT_APPLICABLE", Text(put, "ComplianceType"));
        Assert.NotEmpty(Text(put, "Annotation")!);
    }

    [Fact]
    public async Task Answer_LongReason_IsCutToWhatConfigTakes()
    {
        var rules = Enumerable.Range(1, 60).Select(i => $"in tcp/{i}-{i + 30} from {i}.0.0.0/8").ToArray();

        var put = await PutAsync(Sample.Group(rules), Question());

        Assert.Equal(256, Text(put, "Annotation")!.Length);
        Assert.EndsWith("…", Text(put, "Annotation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ToATest_IsATest()
    {
        await PutAsync(Sample.Group(), Question(token: "TESTMODE"));

        Assert.True(JsonNode.Parse(Sent())!["TestMode"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Answer_ThatConfigDoesNotTake_IsAFailureThatDoesNotTellTheToken()
    {
        _aws.Fail("PutEvaluations", "InvalidResultTokenException");

        var error = (await AnswerAsync(Sample.Group(), Question(token: "s3cret"))).Error;

        Assert.Contains("InvalidResultTokenException", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OneEvaluationRefused_IsAFailure()
    {
        _aws.On("PutEvaluations", """{"FailedEvaluations":[{"ComplianceResourceId":"sg-1"}]}""");

        Assert.Contains(
            "did not take the evaluation",
            (await AnswerAsync(Sample.Group(), Question())).Error,
            StringComparison.Ordinal
        );
    }

    // Whoever can invoke the function must not have it look into another account.
    [Theory]
    [InlineData("awsAccountId", "999988887777")]
    [InlineData("awsRegion", "eu-west-1")]
    public async Task Answer_OfAnotherAccountOrRegion_IsRefused(string member, string value) =>
        Assert.Contains(
            "answered at home alone",
            (await AnswerAsync(Sample.Group(), Question((member, value)))).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{"resultToken":"t","invokingEvent":"{\"messageType\":\"ScheduledNotification\"}"}""")]
    [InlineData("""{"resultToken":"t","invokingEvent":"{broken"}""")]
    [InlineData("""{"resultToken":"t","invokingEvent":{}}""")]
    [InlineData("""{"resultToken":"","invokingEvent":"{}"}""")]
    [InlineData("""{"resultToken":"t","invokingEvent":"[1]"}""")]
    public void Read_WhatIsNoQuestionAboutAResource_SaysSo(string payload)
    {
        Assert.True(ConfigInvocation.Is(Encoding.UTF8.GetBytes(payload)));
        Assert.False(ConfigInvocation.Read(Encoding.UTF8.GetBytes(payload)).IsSuccess);
    }

    [Theory]
    [InlineData("""{"invokingEvent":"{}"}""")]
    [InlineData("""{"Records":[{"resultToken":"t","invokingEvent":"{}"}]}""")]
    [InlineData("""["resultToken","invokingEvent"]""")]
    [InlineData("""{"resultToken":"t","invokingEvent""")]
    [InlineData("")]
    public void Is_AnythingElse_IsNone(string payload) =>
        Assert.False(ConfigInvocation.Is(Encoding.UTF8.GetBytes(payload)));

    private async Task<JsonNode> PutAsync(SecurityGroup? group, byte[] question)
    {
        var answer = await AnswerAsync(group, question);

        Assert.True(answer.IsSuccess, answer.Error);
        return JsonNode.Parse(Sent())!["Evaluations"]!.AsArray().Single()!;
    }

    private string Sent()
    {
        var asked = _aws.Asked.Single(call => call.StartsWith("config:PutEvaluations ", StringComparison.Ordinal));
        return asked["config:PutEvaluations ".Length..];
    }

    private async Task<ParseResult<ConfigEvaluation>> AnswerAsync(SecurityGroup? group, byte[] question)
    {
        var account = group is null ? new ScriptedAccount([]) : new ScriptedAccount(group);
        var ports = new AuditPorts
        {
            Home = AccountAccess.Of(account, "", _aws),
            HomeAccount = Sample.Account,
            HomeRegion = Sample.Region,
            Store = new MemoryReports(),
            Time = new VirtualTime(Sample.Now),
            Policy = Sample.Policy() with { Exemptions = [.. _exemptions] },
            LoadPolicy = _ => throw new InvalidOperationException("no other policy is asked for"),
            Checks = [.. CheckCatalog.All.Where(check => check.Metadata.Id != "sg-unused")],
        };
        return await new ConfigRule(ports).AnswerAsync(
            ConfigInvocation.Read(question).Value,
            TestContext.Current.CancellationToken
        );
    }

    private static byte[] Question(params (string Name, string Value)[] changes) => Question("token", changes);

    private static byte[] Question(string token, params (string Name, string Value)[] changes)
    {
        var path = Path.Combine(Repository.Samples, "events", "config-custom-rule.json");
        var question = JsonNode.Parse(File.ReadAllText(path))!;
        var message = JsonNode.Parse(question["invokingEvent"]!.GetValue<string>())!;
        foreach (var (name, value) in changes)
        {
            message["configurationItem"]![name] = value;
        }
        question["invokingEvent"] = message.ToJsonString();
        question["resultToken"] = token;
        return JsonSerializer.SerializeToUtf8Bytes(question);
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();
}
