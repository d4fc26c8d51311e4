using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediation.Aws.Documents;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Lambda.Tests.Hosting;
using Remediation.Testing;
using Remediation.Testing.Emulator;
using Remediation.Testing.Web;

namespace Remediation.Lambda.Tests;

/// <summary>
/// The real program against the fake Runtime API: the one built beside these tests, or the published one that
/// <c>REMEDIATION_BOOTSTRAP</c> names.
/// </summary>
[Collection(EmulatorGroup.Name)]
public sealed class BootstrapTests(EmulatorFixture fixture)
{
    [Fact]
    public async Task Main_Sigterm_ExitsWithZero()
    {
        using var api = new FakeRuntimeApi();
        using var process = Start(api.Endpoint);
        await api.Idle.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Terminate(process);

        Assert.Equal(0, await ExitCodeAsync(process));
        Assert.False(api.HasReport);
    }

    [Fact]
    public async Task Main_Invocation_IsAnswered()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", """{"Records":[]}"""));
        using var process = Start(api.Endpoint);

        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
    }

    [Fact]
    public async Task Main_NoRuntimeApi_ExitsWithOneAndSaysWhatToDo()
    {
        using var process = Start(endpoint: null);

        Assert.Equal(1, await ExitCodeAsync(process));
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_PolicyThatDoesNotExist_ReportsInitErrorAndExits()
    {
        using var api = new FakeRuntimeApi();
        using var process = Start(api.Endpoint, Variables("REMEDIATION_POLICY", "foundationel"));

        var report = await api.NextReportAsync();

        Assert.Equal("init/error", report.Path);
        Assert.Equal(1, await ExitCodeAsync(process));
    }

    [Fact]
    public async Task Main_EnforceWithoutLedger_ReportsInitErrorAndExits()
    {
        using var api = new FakeRuntimeApi();
        using var process = Start(api.Endpoint, Variables("REMEDIATION_MODE", "enforce"));

        var report = await api.NextReportAsync();

        Assert.Equal("init/error", report.Path);
        Assert.Equal(1, await ExitCodeAsync(process));
    }

    [Theory]
    [InlineData("enforce", false)]
    [InlineData("observe", true)]
    public async Task Main_BatchWithOnePoisonMessage_ClosesThePortAndFailsOnlyThatMessage(string mode, bool staysOpen)
    {
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var dynamoDb = open.Clients.CreateDynamoDb();
        await CreateLedgerAsync(dynamoDb);
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", Batch(open.Event())));
        var variables = emulator
            .Variables.Concat(Variables("REMEDIATION_MODE", mode))
            .Concat(Variables("REMEDIATION_LEDGER_TABLE", "ledger"))
            .ToDictionary(StringComparer.Ordinal);

        using var process = Start(api.Endpoint, variables);
        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        using var answer = JsonDocument.Parse(report.Body);
        var failure = Assert.Single(answer.RootElement.GetProperty("batchItemFailures").EnumerateArray());
        Assert.Equal("m-poison", failure.GetProperty("itemIdentifier").GetString());
        string[] sources = staysOpen ? ["0.0.0.0/0 oops", "10.0.0.0/8 corp"] : ["10.0.0.0/8 corp"];
        Assert.Equal(sources, await open.SourcesAsync());
        var ledger = await dynamoDb.ScanAsync(new ScanRequest("ledger"));
        // Two entries, and the head of the history; beside them the lease.
        Assert.Equal(staysOpen ? 0 : 3, ledger.Items.Count(item => item.ContainsKey("hash")));
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
        var log = await process.StandardOutput.ReadToEndAsync();
        Assert.Contains($"\"decision\":\"{(staysOpen ? "observed" : "reverted")}\"", log, StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"rejected\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_PolicyWithAWebhook_SendsASignedTicketAndNeverLogsTheSecret()
    {
        const string Secret = "s3cr3t-Zq9vKx4TtWm2LrBn";
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var dynamoDb = open.Clients.CreateDynamoDb();
        await CreateLedgerAsync(dynamoDb);
        var parameter = new JsonObject
        {
            ["Name"] = "/remediation/hook",
            ["Type"] = "SecureString",
            ["Value"] = Secret,
        };
        var aws = new AwsDocumentSource(open.Clients);
        await aws.CallAsync("ssm", "PutParameter", parameter.ToJsonString(), CancellationToken.None);
        await using var webhook = new LocalServer(_ => new(202));
        // It repeats every header that it was sent.
        await using var broken = new LocalServer(_ => new(202)) { Trouble = Trouble.Rejection };
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", Batch(open.Event())));
        var policy = Path.Combine(AppContext.BaseDirectory, "policy-with-a-webhook.yaml");
        await File.WriteAllTextAsync(
            policy,
            $$"""
            version: 1
            mode: enforce
            checks: { "*": { respond: observe }, sg-open-admin-port: { respond: ticket } }
            tickets:
              - webhook: { url: "{{webhook.Endpoint}}in", secret: /remediation/hook }
              - jira: { url: "{{broken.Endpoint}}", project: SEC, user: bot@example.com, token: /remediation/hook }
            """,
            TestContext.Current.CancellationToken
        );
        var variables = emulator
            .Variables.Concat(Variables("REMEDIATION_POLICY", policy))
            .Concat(Variables("REMEDIATION_LEDGER_TABLE", "ledger"))
            .ToDictionary(StringComparer.Ordinal);

        using var process = Start(api.Endpoint, variables);
        await api.NextReportAsync();

        var request = Assert.Single(webhook.Requests);
        Assert.Equal(
            WebhookTickets.Sign(Secret, request.Header(WebhookTickets.TimestampHeader), request.Text),
            request.Header(WebhookTickets.SignatureHeader)
        );
        Assert.Equal("sg-open-admin-port", request.Json.GetProperty("check").GetString());
        Assert.Single(broken.Requests);
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
        var log = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        Assert.Contains("\"log\":\"delivery\",\"destination\":\"jira 127.0.0.1", log, StringComparison.Ordinal);
        Assert.Contains("\"error\":\"Http400\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
        var kept = await dynamoDb.ScanAsync(new ScanRequest("ledger"));
        var values = kept.Items.SelectMany(item => item.Values).Select(value => value.S ?? "").ToList();
        Assert.Contains(values, value => value.Contains("jira 127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(Secret, StringComparison.Ordinal));
    }

    // The envelope is that of the forwarding rule or of the hub's bus; whose change it was, the detail says.
    [Theory]
    [InlineData(MemberAccount.Id)]
    [InlineData(AwsEmulator.Account)]
    public async Task Main_EventOfAMemberAccount_ClosesThePortThereAndRecordsItHere(string envelope)
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        using var there = await OpenSsh.CreateAsync(await MemberAccount.OpenAsync(emulator));
        using var dynamoDb = home.Clients.CreateDynamoDb();
        await CreateLedgerAsync(dynamoDb);
        using var api = new FakeRuntimeApi();
        var forwarded = JsonNode.Parse(
            there.Event().Replace(AwsEmulator.Account, MemberAccount.Id, StringComparison.Ordinal)
        )!;
        forwarded["account"] = envelope;
        api.Enqueue(new FakeInvocation("r-1", forwarded.ToJsonString()));
        var variables = emulator
            .Variables.Concat(Variables("REMEDIATION_MODE", "enforce"))
            .Concat(Variables("REMEDIATION_LEDGER_TABLE", "ledger"))
            .Concat(Variables("REMEDIATION_SPOKE_ROLE", "remediation-spoke"))
            .Concat(Variables("REMEDIATION_EXTERNAL_ID", "remediation/123456789012/remediation"))
            .ToDictionary(StringComparer.Ordinal);

        using var process = Start(api.Endpoint, variables);
        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        Assert.Contains("\"decision\":\"reverted\"", report.Body, StringComparison.Ordinal);
        Assert.Equal(["10.0.0.0/8 corp"], await there.SourcesAsync());
        Assert.Equal(["0.0.0.0/0 oops", "10.0.0.0/8 corp"], await home.SourcesAsync());
        var ledger = await dynamoDb.ScanAsync(new ScanRequest("ledger"));
        Assert.Equal(
            3,
            ledger.Items.Count(item =>
                item.ContainsKey("hash") && item["resource"].S.Contains(MemberAccount.Id, StringComparison.Ordinal)
            )
        );
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
    }

    [Fact]
    public async Task Main_Audit_KeepsTheReportAndChangesNothing()
    {
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var s3 = open.Clients.CreateS3();
        await s3.PutBucketAsync("state");
        using var api = new FakeRuntimeApi();
        api.Enqueue(
            new FakeInvocation("r-1", """{"audit":{}}""")
            {
                Deadline = DateTimeOffset.UtcNow.AddMinutes(15).ToUnixTimeMilliseconds().ToString(),
            }
        );
        var variables = emulator
            .Variables.Concat(Variables("REMEDIATION_MODE", "observe"))
            .Concat(Variables("REMEDIATION_STATE_BUCKET", "state"))
            .ToDictionary(StringComparer.Ordinal);

        using var process = Start(api.Endpoint, variables);
        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        using var answer = JsonDocument.Parse(report.Body);
        Assert.True(answer.RootElement.GetProperty("complete").GetBoolean(), report.Body);
        var critical = answer.RootElement.GetProperty("summary").GetProperty("bySeverity").GetProperty("critical");
        Assert.Equal(1, critical.GetInt32());
        using var page = await s3.GetObjectAsync(
            "state",
            answer.RootElement.GetProperty("report").GetProperty("html").GetString()
        );
        using var reader = new StreamReader(page.ResponseStream);
        Assert.Contains(open.GroupId, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(["0.0.0.0/0 oops", "10.0.0.0/8 corp"], await open.SourcesAsync());
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
    }

    // The very same question: the audit function answers it to Config, and to the other it is a change.
    [Theory]
    [InlineData("true", "\"compliance\":\"NON_COMPLIANT\"")]
    [InlineData("false", "\"decision\":\"observed\"")]
    public async Task Main_QuestionOfAConfigRule_IsAnsweredWhereThereIsOne(string answers, string expected)
    {
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var s3 = open.Clients.CreateS3();
        await s3.PutBucketAsync("state");
        using var api = new FakeRuntimeApi();
        // The emulator takes nothing but tries.
        api.Enqueue(
            new FakeInvocation(
                "r-1",
                File.ReadAllText(Path.Combine(Repository.Samples, "events", "config-custom-rule.json"))
                    .Replace("sg-0a1b2c3d4e5f60718", open.GroupId, StringComparison.Ordinal)
                    .Replace("\"resultToken\": \"token\"", "\"resultToken\": \"TESTMODE\"", StringComparison.Ordinal)
            )
        );
        var variables = emulator
            .Variables.Concat(Variables("REMEDIATION_MODE", "observe"))
            .Concat(Variables("REMEDIATION_STATE_BUCKET", "state"))
            .Concat(Variables("REMEDIATION_ANSWERS_CONFIG", answers))
            .ToDictionary(StringComparer.Ordinal);

        using var process = Start(api.Endpoint, variables);
        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        Assert.Contains(expected, report.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("TESTMODE", report.Body, StringComparison.Ordinal);
        Assert.Equal(["0.0.0.0/0 oops", "10.0.0.0/8 corp"], await open.SourcesAsync());
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
    }

    private static Dictionary<string, string> Variables(string name, string value) => new() { [name] = value };

    private static Task CreateLedgerAsync(AmazonDynamoDBClient dynamoDb) =>
        dynamoDb.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = "ledger",
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("resource", ScalarAttributeType.S), new("sequence", ScalarAttributeType.S)],
                KeySchema = [new("resource", KeyType.HASH), new("sequence", KeyType.RANGE)],
            }
        );

    private static string Batch(string body) =>
        $$"""
            {"Records":[
              {"messageId":"m-good","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}},
              {"messageId":"m-poison","eventSource":"aws:sqs","body":"{\"detail-type\": broken"}
            ]}
            """;

    private static Process Start(string? endpoint, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Program()) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment.Remove("AWS_LAMBDA_RUNTIME_API");
        start.Environment["AWS_REGION"] = AwsEmulator.Region;
        start.RedirectStandardOutput = true;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }
        if (endpoint is not null)
        {
            start.Environment["AWS_LAMBDA_RUNTIME_API"] = endpoint;
        }
        return Process.Start(start)!;
    }

    private static string Program() =>
        Environment.GetEnvironmentVariable("REMEDIATION_BOOTSTRAP") is { Length: > 0 } published
            ? published
            : Path.Combine(AppContext.BaseDirectory, "bootstrap");

    private static void Terminate(Process process)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        return process.ExitCode;
    }
}
