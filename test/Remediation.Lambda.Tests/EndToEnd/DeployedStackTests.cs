using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Remediation.Aws.Documents;
using Remediation.Lambda.Tests.Hosting;
using Remediation.Lambda.Tests.Telemetry;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Lambda.Tests.EndToEnd;

/// <summary>
/// From the bus to the closed port: the template's rules, its queue, the real program, and exactly the actions of its policies.
/// </summary>
[Collection(EmulatorGroup.Name)]
public sealed class DeployedStackTests(EmulatorFixture fixture)
{
    private static readonly string[] Open = ["0.0.0.0/0 oops", "10.0.0.0/8 corp"];
    private static readonly string[] Closed = ["10.0.0.0/8 corp"];

    [Fact]
    public async Task Enforce_EventOnTheBus_ClosesThePortWritesTheLedgerAndOpensATicket()
    {
        string[] parameters = ["Mode=enforce", "PolicyUri=s3://policies/p.yaml"];
        await using var run = await Run.StartAsync(fixture, parameters, start: false);
        await UploadAsync(run, "version: 1\nchecks:\n  sg-open-admin-port: { respond: revert }\n");
        using var process = run.Begin();
        await run.Stack.PutAsync(run.Group.Event());

        await run.Stack.Source.DrainAsync(run.Api);

        var log = await process.StopAsync();
        Assert.True(Closed.SequenceEqual(await run.Group.SourcesAsync()), Reasons(log));
        using var dynamoDb = run.Stack.Clients.CreateDynamoDb();
        var items = await dynamoDb.ScanAsync(new ScanRequest(run.Stack.Table));
        // The intent, the outcome, and the head of the group's history.
        Assert.Equal(
            3,
            items.Items.Count(item =>
                item["resource"].S.EndsWith(run.Group.GroupId, StringComparison.Ordinal) && item.ContainsKey("hash")
            )
        );
        Assert.Contains(log, line => Text(line, "log") == "outcome" && DecisionOf(line) == "reverted");
        var tickets = log.Where(line => Text(line, "log") == "ticket").Select(line => line.GetRawText()).ToList();
        Assert.Contains(tickets, ticket => ticket.Contains("sg-unrestricted-egress", StringComparison.Ordinal));
        Assert.All(tickets, ticket => Assert.Contains(run.Group.GroupId, ticket, StringComparison.Ordinal));
        Assert.All(
            log.Where(line => Text(line, "log") == "metrics"),
            line => Assert.Empty(EmfSpecification.Problems(line.GetRawText()))
        );
        Assert.Empty(await run.Stack.DeadLettersAsync());
    }

    [Fact]
    public async Task Enforce_PoisonMessage_EndsInTheDeadLetterQueueWithItsReasonWhileItsNeighboursAreHandled()
    {
        await using var run = await Run.StartAsync(fixture, ["Mode=enforce"]);
        const string poison = "{\"detail-type\": broken";
        await run.Stack.SendAsync(poison);
        await run.Stack.PutAsync(run.Group.Event());

        var batches = await run.Stack.Source.DrainAsync(run.Api);

        var log = await run.Process.StopAsync();
        Assert.True(Closed.SequenceEqual(await run.Group.SourcesAsync()), Reasons(log));
        Assert.Equal(5, batches.Count);
        var (id, body) = Assert.Single(await run.Stack.DeadLettersAsync());
        Assert.Equal(poison, body);
        var said = log.Where(line => Text(line, "message") == id).ToList();
        Assert.Equal(5, said.Count);
        Assert.All(said, line => Assert.Equal("rejected", DecisionOf(line)));
        Assert.Contains(
            "the body of the SQS message is not JSON",
            said[0].GetProperty("outcome").GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
    }

    // Each of another statement, so that a denial anywhere shows.
    [Theory]
    [InlineData("ec2:RevokeSecurityGroupIngress")]
    [InlineData("ec2:DescribeSecurityGroupRules")]
    [InlineData("dynamodb:PutItem")]
    [InlineData("ssm:GetParameter")]
    public async Task Enforce_WithoutOneAction_LeavesThePortOpenAndGivesTheMessageUpLoudly(string action)
    {
        await using var run = await Run.StartAsync(fixture, ["Mode=enforce"], without: action);
        await run.Stack.PutAsync(run.Group.Event());

        await run.Stack.Source.DrainAsync(run.Api);

        Assert.Equal(Open, await run.Group.SourcesAsync());
        Assert.Single(await run.Stack.DeadLettersAsync());
        var failed = (await run.Process.StopAsync())
            .Where(line => Text(line, "log") == "outcome" && DecisionOf(line) == "failed")
            .ToList();
        Assert.NotEmpty(failed);
        Assert.All(
            failed,
            line =>
                Assert.Matches(
                    // The emulator answers the denial of a call in JSON with XML: its status is all that is left.
                    "AccessDenied|UnauthorizedOperation|not authorized|Http403",
                    line.GetProperty("outcome").GetProperty("reason").GetString()
                )
        );
    }

    [Fact]
    public async Task Observe_EventOnTheBus_IsHandledAndNothingChanges()
    {
        await using var run = await Run.StartAsync(fixture, []);
        await run.Stack.PutAsync(run.Group.Event());

        await run.Stack.Source.DrainAsync(run.Api);

        Assert.Equal(Open, await run.Group.SourcesAsync());
        Assert.Empty(await run.Stack.DeadLettersAsync());
        var log = await run.Process.StopAsync();
        Assert.Contains(log, line => Text(line, "log") == "outcome" && DecisionOf(line) == "observed");
    }

    [Fact]
    public async Task AnyMode_CallsOfTheFunctionItselfAndFailedOnes_AreNotForwarded()
    {
        await using var run = await Run.StartAsync(fixture, []);
        var own = run.Stack.Environment["REMEDIATION_ROLE_ARN"];
        await run.Stack.PutAsync(
            run.Group.Event().Replace("arn:aws:iam::123456789012:role/Dev", own, StringComparison.Ordinal)
        );
        await run.Stack.PutAsync(
            run.Group.Event()
                .Replace("\"awsRegion\"", "\"errorCode\": \"Client.X\", \"awsRegion\"", StringComparison.Ordinal)
        );

        Assert.Empty(await run.Stack.Source.DrainAsync(run.Api));
    }

    // By a session, a user name or a path anybody may choose, nobody becomes the function; and what the function did, told by whatever way,
    // leads to nothing more.
    [Fact]
    public async Task Enforce_CallersNamedAsTheFunction_AreHandledAsAnybodyAndOwnCallsLeadToNothing()
    {
        string[] parameters = ["Mode=enforce", "PolicyUri=s3://policies/p.yaml"];
        await using var run = await Run.StartAsync(fixture, parameters, start: false);
        await UploadAsync(run, "version: 1\nchecks:\n  sg-open-admin-port: { respond: revert }\n");
        using var process = run.Begin();
        var own = run.Stack.Environment["REMEDIATION_ROLE_ARN"];
        var name = own[(own.LastIndexOf('/') + 1)..];
        var impostor = run
            .Group.Event()
            .Replace(
                "arn:aws:iam::123456789012:role/Dev",
                own.Replace(name, $"by/{name}", StringComparison.Ordinal),
                StringComparison.Ordinal
            )
            .Replace("assumed-role/Dev/alice", $"assumed-role/{name}/remediation", StringComparison.Ordinal)
            .Replace("\"userName\": \"Dev\"", $"\"userName\": \"{name}\"", StringComparison.Ordinal);
        Assert.Contains($"role/by/{name}", impostor, StringComparison.Ordinal);
        await run.Stack.PutAsync(impostor);
        Assert.Single(await run.Stack.Source.DrainAsync(run.Api));
        Assert.Equal(Closed, await run.Group.SourcesAsync());

        // Not by the bus, which leaves it out, but straight into the queue.
        var revoked = run
            .Group.Event()
            .Replace("arn:aws:iam::123456789012:role/Dev", own, StringComparison.Ordinal)
            .Replace("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", StringComparison.Ordinal);
        await run.Stack.SendAsync(revoked);
        await run.Stack.SendAsync(revoked);
        await run.Stack.Source.DrainAsync(run.Api);

        var log = await process.StopAsync();
        var outcomes = log.Where(line => Text(line, "log") == "outcome").Select(DecisionOf).ToList();
        Assert.Single(outcomes, decision => decision == "reverted");
        Assert.All(outcomes.Skip(1), decision => Assert.Contains(decision, (string[])["compliant", "ticketed"]));
        using var dynamoDb = run.Stack.Clients.CreateDynamoDb();
        var items = await dynamoDb.ScanAsync(new ScanRequest(run.Stack.Table));
        Assert.Equal(
            3,
            items.Items.Count(item =>
                item["resource"].S.EndsWith(run.Group.GroupId, StringComparison.Ordinal) && item.ContainsKey("hash")
            )
        );
        Assert.Empty(await run.Stack.DeadLettersAsync());
    }

    // Another service, by the rule of its own, and read with what the template permits of it.
    [Fact]
    public async Task Enforce_WebAclWithoutRules_IsTicketed()
    {
        await using var run = await Run.StartAsync(fixture, ["Mode=enforce"]);
        var made = await new AwsDocumentSource(run.Stack.Clients).CallAsync(
            "wafv2",
            "CreateWebACL",
            """
            {"Name":"shop","Scope":"REGIONAL","DefaultAction":{"Allow":{}},"Rules":[],
             "VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"shop"}}
            """,
            CancellationToken.None
        );
        var id = made.Document!.Root.GetProperty("Summary").GetProperty("Id").GetString()!;
        var detail = File.ReadAllText(Path.Combine(Repository.Samples, "events", "web-acl.json"))
            .Replace(
                "\"name\": \"w\"",
                $"\"name\":\"shop\",\"scope\":\"REGIONAL\",\"id\":\"{id}\"",
                StringComparison.Ordinal
            );
        await run.Stack.PutAsync(
            $$"""{"source":"aws.wafv2","detail-type":"AWS API Call via CloudTrail","detail":{{detail}}}"""
        );

        await run.Stack.Source.DrainAsync(run.Api);

        var log = await run.Process.StopAsync();
        var outcome = Assert.Single(log, line => Text(line, "log") == "outcome");
        Assert.True(DecisionOf(outcome) == "ticketed", outcome.GetRawText());
        Assert.Contains(
            log,
            line =>
                Text(line, "log") == "ticket"
                && line.GetRawText().Contains("waf-web-acl-empty", StringComparison.Ordinal)
        );
        Assert.Empty(await run.Stack.DeadLettersAsync());
    }

    // What was there is known from the baseline alone: the events carry nothing to restore from.
    [Fact]
    public async Task Enforce_WeakenedWebAcl_IsRestoredFromItsBaselineWithRulesAndLogging()
    {
        await using var run = await Run.StartAsync(
            fixture,
            ["Mode=enforce", "PolicyUri=s3://policies/p.yaml"],
            start: false
        );
        await UploadAsync(
            run,
            "version: 1\nchecks:\n  waf-logging-disabled: { respond: revert }\n  waf-weakened: { respond: revert }\n"
        );
        using var process = run.Begin();
        var shop = await ProtectedShop.CreateAsync(run.Stack.Clients);
        await run.Stack.PutAsync(shop.Event("UpdateWebACL"));
        await run.Stack.Source.DrainAsync(run.Api);
        var before = await shop.ReadAsync();

        await shop.WeakenAsync();
        Assert.NotEqual(before, await shop.ReadAsync());
        await run.Stack.PutAsync(shop.Event("UpdateWebACL"));
        await run.Stack.PutAsync(shop.Event("DeleteLoggingConfiguration"));
        await run.Stack.Source.DrainAsync(run.Api);

        var log = await process.StopAsync();
        Assert.True(before == await shop.ReadAsync(), Reasons(log));
        Assert.Equal(
            ["compliant", "reverted"],
            log.Where(line => Text(line, "log") == "outcome").Select(DecisionOf).Distinct()
        );
        Assert.Empty(await run.Stack.DeadLettersAsync());
    }

    // Each of what the restoration above is made of.
    [Theory]
    [InlineData("wafv2:PutLoggingConfiguration")]
    [InlineData("wafv2:UpdateWebACL")]
    public async Task Enforce_WeakenedWebAcl_WithoutOneAction_StaysWeakAndIsGivenUpLoudly(string action)
    {
        await using var run = await Run.StartAsync(
            fixture,
            ["Mode=enforce", "PolicyUri=s3://policies/p.yaml"],
            without: action,
            start: false
        );
        await UploadAsync(
            run,
            "version: 1\nchecks:\n  waf-logging-disabled: { respond: revert }\n  waf-weakened: { respond: revert }\n"
        );
        using var process = run.Begin();
        var shop = await ProtectedShop.CreateAsync(run.Stack.Clients);
        await run.Stack.PutAsync(shop.Event("UpdateWebACL"));
        await run.Stack.Source.DrainAsync(run.Api);
        var before = await shop.ReadAsync();
        await shop.WeakenAsync();
        await run.Stack.PutAsync(shop.Event("UpdateWebACL"));
        await run.Stack.PutAsync(shop.Event("DeleteLoggingConfiguration"));
        await run.Stack.Source.DrainAsync(run.Api);

        var log = await process.StopAsync();

        Assert.NotEqual(before, await shop.ReadAsync());
        var decisions = log.Where(line => Text(line, "log") == "outcome").Select(DecisionOf).ToList();
        Assert.Equal("compliant", decisions[0]);
        Assert.All(decisions.Skip(1), decision => Assert.Equal("failed", decision));
        Assert.Equal(2, (await run.Stack.DeadLettersAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Heartbeat_ThroughBusQueueAndFunction_Beats(bool hasGroup)
    {
        await using var run = await Run.StartWithVpcAsync(fixture, vpc => hasGroup ? [$"CanaryVpcId={vpc}"] : []);
        await run.Stack.PutHeartbeatAsync(DateTimeOffset.UtcNow);

        await run.Stack.Source.DrainAsync(run.Api);

        var log = await run.Process.StopAsync();
        var beat = Assert.Single(log, line => line.TryGetProperty("Heartbeat", out _));
        Assert.Equal(1, beat.GetProperty("Heartbeat").GetInt32());
        var outcome = Assert.Single(log, line => Text(line, "log") == "outcome");
        Assert.True(DecisionOf(outcome) is "compliant" or "observed", outcome.GetRawText());
    }

    [Fact]
    public async Task PolicyUri_BadUpload_LeavesTheLastValidInForceAlsoForANewProcess()
    {
        const string bad = "version: 1\nchecks:\n  sg-open-admin-prot: { respond: revert }\n";
        await using var run = await Run.StartAsync(fixture, ["PolicyUri=s3://policies/p.yaml"], start: false);
        await UploadAsync(run, bad);

        using (var first = run.Begin())
        {
            var report = await run.Api.NextReportAsync();
            Assert.Equal("init/error", report.Path);
            Assert.Contains("p.yaml(3,3)", report.Body, StringComparison.Ordinal);
            Assert.Contains("Did you mean sg-open-admin-port?", report.Body, StringComparison.Ordinal);
            Assert.Equal(1, await first.ExitCodeAsync());
        }
        await UploadAsync(run, "version: 1\n");
        Assert.Equal(0, await InvalidAsync(run));
        await UploadAsync(run, bad);
        Assert.Equal(1, await InvalidAsync(run));
        using var s3 = run.Stack.Clients.CreateS3();
        var kept = await s3.ListObjectsV2Async(new() { BucketName = run.Stack.StateBucket });
        Assert.Equal("policies/last-valid.yaml", Assert.Single(kept.S3Objects).Key);
    }

    private static async Task UploadAsync(Run run, string policy)
    {
        using var s3 = run.Stack.Clients.CreateS3();
        await s3.PutBucketAsync("policies");
        await s3.PutObjectAsync(
            new()
            {
                BucketName = "policies",
                Key = "p.yaml",
                ContentBody = policy,
            }
        );
    }

    private static async Task<int> InvalidAsync(Run run)
    {
        // An API of its own: what the process before asked for last is still open at the other.
        using var api = new FakeRuntimeApi();
        using var process = BootstrapProcess.Start(api.Endpoint, run.Stack.Environment);
        api.Enqueue(new FakeInvocation("r-1", """{"Records":[]}"""));
        var report = await api.NextReportAsync();
        Assert.Equal("invocation/r-1/response", report.Path);
        var log = await process.StopAsync();
        return Assert
            .Single(log, line => line.TryGetProperty("PolicyInvalid", out _))
            .GetProperty("PolicyInvalid")
            .GetInt32();
    }

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Reasons(IReadOnlyList<JsonElement> log) =>
        string.Join(
            '\n',
            log.Where(line => Text(line, "log") == "outcome")
                .Select(line =>
                    $"{Text(line.GetProperty("outcome"), "reason")} "
                    + string.Join(
                        ", ",
                        line.GetProperty("outcome")
                            .GetProperty("findings")
                            .EnumerateArray()
                            .Select(finding => Text(finding, "check"))
                    )
                )
        );

    private static string? DecisionOf(JsonElement line) => Text(line.GetProperty("outcome"), "decision");
}
