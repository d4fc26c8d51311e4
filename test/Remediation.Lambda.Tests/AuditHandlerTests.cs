using System.Text;
using Remediation.Checks;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
using Remediation.Lambda.Hosting;
using Remediation.Testing;

namespace Remediation.Lambda.Tests;

public sealed class AuditHandlerTests
{
    [Theory]
    [InlineData("""{"audit":{}}""", true)]
    [InlineData("""  {"auditTargets":{}}""", true)]
    [InlineData("""{"auditSummary":{}}""", true)]
    [InlineData("""{"Records":[{"body":"{\"audit\":{}}"}]}""", false)]
    [InlineData("""{"remediate":{},"audit":{}}""", false)]
    [InlineData("""["audit"]""", false)]
    [InlineData("""{"aud""", false)]
    [InlineData("", false)]
    public void Takes_ByTheFirstMember(string payload, bool isTaken) =>
        Assert.Equal(isTaken, AuditHandler.Takes(Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("""{"audit":{"type":["AWS::EC2::VPC"]}}""", "audit has 'type'; expected types, checks, account")]
    [InlineData("""{"audit":{"types":["AWS::S3::Bucket"]}}""", "audit.types has 'AWS::S3::Bucket'; expected some of")]
    [InlineData("""{"audit":{"types":[]}}""", "leave it out for all")]
    [InlineData("""{"audit":{"checks":["sg-open"]}}""", "audit.checks has 'sg-open'")]
    [InlineData("""{"audit":{"account":"12345"}}""", "twelve digits")]
    [InlineData("""{"audit":{"account":123456789012}}""", "audit.account is no text")]
    [InlineData("""{"audit":{"region":"../x"}}""", "which is not a region")]
    [InlineData("""{"audit":{"policy":"foundationel"}}""", "neither a starter policy (foundational")]
    [InlineData("""{"audit":{"policy":"version: 1\nmood: observe"}}""", "mood")]
    [InlineData("""{"audit":{"publish":"yes"}}""", "neither true nor false")]
    [InlineData("""{"audit":{"continuation":"x","types":["AWS::EC2::VPC"]}}""", "audit.continuation goes alone")]
    [InlineData("""{"audit":[]}""", "audit is not an object")]
    [InlineData("""{"audit":{},"auditTargets":{}}""", "the payload has 2 members")]
    [InlineData("""{"auditSummary":{}}""", "auditSummary.folder is missing")]
    public async Task Handle_WhatIsMisspelt_IsTold(string payload, string message)
    {
        var failure = await Assert.ThrowsAsync<InvocationFailedException>(() => HandleAsync(payload));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_Audit_AnswersWithCountsAndWhereTheReportIs()
    {
        var answer = await HandleAsync(
            """{"audit":{"types":["AWS::EC2::SecurityGroup"],"checks":["sg-open-admin-port"]}}"""
        );

        Assert.Matches(
            """
            ^\{"schema":"remediation.audit/1","audit":"20261120T100000Z-[0-9a-f]{12}","account":"123456789012","region":"us-east-1","complete":true,"continuation":null,"left":\[\],"policy":\{"name":"test","sha256":"0"\},"summary":\{"resources":1,"findings":1,"exempted":0,"unknown":0,"bySeverity":\{"critical":1\}\},"report":\{"bucket":"nowhere","json":"audits/123456789012/us-east-1/2026/11/20/[^"]+/report.json","html":"[^"]+/report.html"\}\}$
            """,
            answer
        );
    }

    private static async Task<string> HandleAsync(string payload)
    {
        var ports = new AuditPorts
        {
            Home = AccountAccess.Of(new ScriptedAccount(Sample.Group("in tcp/22 from 0.0.0.0/0")), ""),
            HomeAccount = "",
            HomeRegion = "",
            Store = new NoReports(),
            Time = new VirtualTime(),
            Policy = Sample.Policy(),
            LoadPolicy = text => RequestedPolicy.Load(text, ""),
            Checks = CheckCatalog.All,
        };
        var handler = new AuditHandler(
            (account, region) => ports with { HomeAccount = account, HomeRegion = region },
            null,
            [],
            [],
            TextWriter.Null
        );
        var invocation = new Invocation
        {
            RequestId = "1f0e2d3c-0000-4000-8000-000000000000",
            FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:audit",
            Payload = Encoding.UTF8.GetBytes(payload),
        };
        var answer = await handler.HandleAsync(invocation, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(answer.Span);
    }

    private sealed class NoReports : IReportStore
    {
        public string Name => "nowhere";

        public ValueTask<Core.Planning.CallError?> WriteAsync(
            string key,
            ReadOnlyMemory<byte> content,
            string contentType,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult<Core.Planning.CallError?>(null);

        public ValueTask<Engine.StoreAnswer<byte[]>> ReadAsync(string key, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing was kept");
    }
}
