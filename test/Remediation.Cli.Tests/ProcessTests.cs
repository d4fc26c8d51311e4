using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Aws.Ledger;
using Remediation.Aws.Records;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Approvals;
using Remediation.Testing.Emulator;
using Remediation.Testing.Web;

namespace Remediation.Cli.Tests;

/// <summary>The command as a process of its own, as a person or a pipeline starts it.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class ProcessTests(EmulatorFixture fixture)
{
    private static readonly string Command = Path.Combine(AppContext.BaseDirectory, "remediate.dll");

    [Fact]
    public async Task Process_HandleFromStandardInput_WritesOneJsonDocument()
    {
        var run = await StartAsync(
            File.ReadAllText(Samples.Event),
            [],
            "handle",
            "-",
            "--snapshot",
            Samples.Account,
            "--format",
            "json"
        );

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(
            "remediation.outcomes/1",
            JsonDocument.Parse(run.Output).RootElement.GetProperty("schema").GetString()
        );
    }

    [Fact]
    public async Task Process_Columns_SetTheWidth()
    {
        var run = await StartAsync("", [("COLUMNS", "60")], "audit", "--snapshot", Samples.Account);

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public async Task Process_BadUsage_ExitsWithTwo() => Assert.Equal(2, (await StartAsync("", [], "audit")).Code);

    [Fact]
    public async Task Process_LiveEndpointThatIsNotThere_ExitsWithThreeAndNoTrace()
    {
        var run = await StartAsync(
            "",
            [
                ("AWS_ACCESS_KEY_ID", "testing"),
                ("AWS_SECRET_ACCESS_KEY", "testing"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ],
            "audit",
            "--live"
        );

        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.StartsWith("error: the account could not be read", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_HandleLiveApply_SendsTheTicketWhereThePolicySays()
    {
        const string Secret = "s3cr3t-Zq9vKx4TtWm2LrBn";
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var folder = new Scratch();
        var parameter = new JsonObject
        {
            ["Name"] = "/hook",
            ["Type"] = "SecureString",
            ["Value"] = Secret,
        };
        var aws = new AwsDocumentSource(open.Clients);
        await aws.CallAsync("ssm", "PutParameter", parameter.ToJsonString(), CancellationToken.None);
        await using var webhook = new LocalServer(_ => new(202));
        await using var slack = new LocalServer(_ => new(200)) { Trouble = Trouble.Rejection };
        var url = new JsonObject
        {
            ["Name"] = "/slack",
            ["Type"] = "SecureString",
            ["Value"] = $"{slack.Endpoint}{Secret}",
        };
        await aws.CallAsync("ssm", "PutParameter", url.ToJsonString(), CancellationToken.None);
        var policy = folder.Write(
            "policy.yaml",
            $$"""
            version: 1
            mode: enforce
            checks: { "*": { respond: observe }, sg-open-admin-port: { respond: ticket } }
            tickets: [ { webhook: { url: "{{webhook.Endpoint}}", secret: /hook } } ]
            notify: [ { slack: /slack } ]
            """
        );

        var run = await StartAsync(
            open.Event(),
            emulator.Variables.Select(pair => (pair.Key, pair.Value)).ToArray(),
            "handle",
            "-",
            "--live",
            "--apply",
            "--policy",
            policy,
            "--ledger",
            folder["ledger"]
        );

        Assert.Equal(0, run.Code);
        Assert.Equal("sg-open-admin-port", Assert.Single(webhook.Requests).Json.GetProperty("check").GetString());
        Assert.Single(File.ReadAllLines(folder["ledger/tickets.jsonl"]));
        Assert.Contains("note: slack /slack: Http400", run.Error, StringComparison.Ordinal);
        var all = Directory
            .EnumerateFiles(folder["ledger"], "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Append(run.Output)
            .Append(run.Error);
        Assert.All(all, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_HandleLiveApply_ClosesThePortAndTheSecondTimeChangesNothing()
    {
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var folder = new Scratch();
        var variables = emulator.Variables.Select(pair => (pair.Key, pair.Value)).ToArray();
        string[] command =
        [
            "handle",
            "-",
            "--live",
            "--apply",
            "--policy",
            folder.Write("policy.yaml", AdminPortsOnly),
            "--ledger",
            folder["ledger"],
        ];

        var first = await StartAsync(open.Event(), variables, command);
        var sources = await open.SourcesAsync();
        var second = await StartAsync(open.Event(), variables, [.. command, "--format", "json"]);

        Assert.Equal(0, first.Code);
        Assert.Contains("tcp/22 from 0.0.0.0/0", first.Output, StringComparison.Ordinal);
        Assert.Contains("verified", first.Output, StringComparison.Ordinal);
        Assert.Equal(["10.0.0.0/8 corp"], sources);
        var outcome = Assert.Single(
            JsonDocument.Parse(second.Output).RootElement.GetProperty("outcomes").EnumerateArray()
        );
        Assert.Equal("compliant", outcome.GetProperty("decision").GetString());
        Assert.Equal(["10.0.0.0/8 corp"], await open.SourcesAsync());
        var ledger = Assert.Single(Directory.GetFiles(folder["ledger"], "*.jsonl", SearchOption.AllDirectories));
        Assert.Equal(2, File.ReadAllLines(ledger).Length);
    }

    [Fact]
    public async Task Process_AuditLive_FindsTheOpenPortAndChangesNothing()
    {
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        var variables = emulator.Variables.Select(pair => (pair.Key, pair.Value)).ToArray();

        var run = await StartAsync("", variables, "audit", "--live", "--format", "json", "--fail-on", "critical");

        Assert.Equal(1, run.Code);
        var findings = JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray();
        Assert.Contains(
            findings,
            finding =>
                finding.GetProperty("check").GetString() == "sg-open-admin-port"
                && finding.GetProperty("resource").GetProperty("id").GetString() == open.GroupId
        );
        Assert.Equal(["0.0.0.0/0 oops", "10.0.0.0/8 corp"], await open.SourcesAsync());
    }

    [Fact]
    public async Task Process_Snapshot_IsAuditedAsTheLiveAccountIs()
    {
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var scratch = new Scratch();
        var variables = emulator.Variables.Select(pair => (pair.Key, pair.Value)).ToArray();

        var export = await StartAsync("", variables, "snapshot", "--out", scratch["account"], "--format", "json");
        var live = await StartAsync("", variables, "audit", "--live", "--format", "json");
        var offline = await StartAsync("", [], "audit", "--snapshot", scratch["account"], "--format", "json");

        var result = JsonDocument.Parse(export.Output).RootElement;
        Assert.Equal(0, export.Code);
        Assert.Equal("", export.Error);
        Assert.Equal("remediation.snapshot/1", result.GetProperty("schema").GetString());
        Assert.Equal(AwsEmulator.Account, result.GetProperty("account").GetString());
        Assert.True(result.GetProperty("resources").GetProperty("AWS::EC2::SecurityGroup").GetInt32() > 1);
        Assert.Equal(0, result.GetProperty("leftOut").GetArrayLength());
        Assert.Contains(open.GroupId, live.Output, StringComparison.Ordinal);
        Assert.Equal(live.Output, offline.Output);
    }

    [Fact]
    public async Task Process_SnapshotOfWhatIsNotThere_ExitsWithThreeAndWritesNothing()
    {
        using var scratch = new Scratch();
        var run = await StartAsync(
            "",
            [
                ("AWS_ACCESS_KEY_ID", "testing"),
                ("AWS_SECRET_ACCESS_KEY", "testing"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ],
            "snapshot",
            "--out",
            scratch["account"]
        );

        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.StartsWith(
            "error: the account could not be read: EndpointUnreachable",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(scratch["account"]));
    }

    // As a person does who is handed the ticket's command: the ledger, the records and the key are the deployment's.
    [Fact]
    public async Task Process_ApplyWithTableAndKeyOfTheDeployment_ClosesThePortAndSignsWithThatKey()
    {
        const string Key = "a-key-of-forty-characters-that-nobody-knows";
        var emulator = await fixture.EmptyAsync();
        using var open = await OpenSsh.CreateAsync(emulator);
        using var folder = new Scratch();
        await CreateTableAsync(open.Clients);
        await PutSecretsAsync(new AwsDocumentSource(open.Clients), Key);
        var variables = emulator.Variables.Select(pair => (pair.Key, pair.Value)).ToArray();
        var policy = folder.Write("policy.yaml", AdminPortsOnly.Replace("revert", "ask", StringComparison.Ordinal));
        string[] deployment = ["--live", "--table", "ledger", "--policy", policy];

        var plan = await OfferedAsync(open, await File.ReadAllTextAsync(policy, TestContext.Current.CancellationToken));
        Assert.Equal(["0.0.0.0/0 oops", "10.0.0.0/8 corp"], await open.SourcesAsync());

        foreach (var reference in new[] { "ssm:/approval-key", "secret:" + SecretArn(await SecretsAsync(open)) })
        {
            var signed = await StartAsync(
                "",
                variables,
                ["apply", "--plan", plan, "--by", "bob", "--sign-with", reference]
            );
            Assert.Equal((0, ""), (signed.Code, signed.Error));
            var token = JsonDocument.Parse(signed.Output).RootElement.GetProperty("approve").GetString()!;
            Assert.True(SignedApproval.Read(token, Key).TryGet(out var approval, out var reason), reason);
            Assert.Equal((plan, "bob"), (approval.PlanHash, approval.By));
            Assert.DoesNotContain(Key, signed.Output, StringComparison.Ordinal);
        }

        var dry = await StartAsync("", variables, ["apply", "--plan", plan, .. deployment]);
        Assert.Equal(0, dry.Code);
        Assert.Equal(["0.0.0.0/0 oops", "10.0.0.0/8 corp"], await open.SourcesAsync());
        var applied = await StartAsync(
            "",
            variables,
            ["apply", "--plan", plan, "--by", "bob", "--apply", .. deployment]
        );

        Assert.True(applied.Code == 0, applied.Output + applied.Error);
        Assert.Equal(["10.0.0.0/8 corp"], await open.SourcesAsync());
        var listed = await StartAsync("", variables, "ledger", "list", "--table", "ledger", "--format", "json");
        Assert.Contains("bob", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await StartAsync("", variables, "ledger", "verify", "--table", "ledger")).Code);
        var again = await StartAsync("", variables, ["apply", "--plan", plan, "--apply", .. deployment]);
        Assert.Equal(3, again.Code);
        // What the function has still to tell is left to it.
        using var dynamoDb = open.Clients.CreateDynamoDb();
        var items = await dynamoDb.ScanAsync(new ScanRequest("ledger"));
        Assert.Contains(items.Items, item => item["resource"].S.EndsWith("outbox", StringComparison.Ordinal));
    }

    // As the function does: it keeps the plan in the table, and opens the ticket.
    private static async Task<string> OfferedAsync(OpenSsh open, string policyText)
    {
        var policy = PolicyLoader
            .Load(policyText, "p.yaml", "p", [.. CheckCatalog.All.Select(check => check.Metadata)])
            .Policy!;
        var dynamoDb = open.Clients.CreateDynamoDb();
        var function = new Reconciler(
            new()
            {
                Account = AwsAccount.Open(open.Clients),
                Ledger = new DynamoDbLedger(dynamoDb, "ledger", open.Clients.Budget),
                Records = new DynamoDbRecords(dynamoDb, "ledger", open.Clients.Budget),
                Time = TimeProvider.System,
            },
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new()
            {
                Apply = true,
                Account = AwsEmulator.Account,
                Region = AwsEmulator.Region,
            }
        );
        var outcomes = await function.HandleAsync(
            [.. EventParser.Parse(Encoding.UTF8.GetBytes(open.Event()))],
            TestContext.Current.CancellationToken
        );
        var outcome = Assert.Single(outcomes);
        Assert.Equal(Decision.Ticketed, outcome.Decision);
        return outcome.Plan!.Hash;
    }

    private static Task CreateTableAsync(AwsClients clients)
    {
        var dynamoDb = clients.CreateDynamoDb();
        return dynamoDb.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = "ledger",
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("resource", ScalarAttributeType.S), new("sequence", ScalarAttributeType.S)],
                KeySchema = [new("resource", KeyType.HASH), new("sequence", KeyType.RANGE)],
            }
        );
    }

    private static async Task PutSecretsAsync(AwsDocumentSource aws, string key)
    {
        var parameter = new JsonObject
        {
            ["Name"] = "/approval-key",
            ["Type"] = "SecureString",
            ["Value"] = key,
        };
        await aws.CallAsync("ssm", "PutParameter", parameter.ToJsonString(), CancellationToken.None);
        var secret = new JsonObject { ["Name"] = "approval-key", ["SecretString"] = key };
        await aws.CallAsync("secretsmanager", "CreateSecret", secret.ToJsonString(), CancellationToken.None);
    }

    private static async Task<JsonElement> SecretsAsync(OpenSsh open)
    {
        var request = """{"SecretId":"approval-key"}""";
        var answer = await new AwsDocumentSource(open.Clients).CallAsync(
            "secretsmanager",
            "DescribeSecret",
            request,
            CancellationToken.None
        );
        Assert.True(answer.IsAnswered, answer.Error?.ToString());
        return answer.Document.Root;
    }

    private static string SecretArn(JsonElement secret) => secret.GetProperty("ARN").GetString()!;

    private const string AdminPortsOnly = """
        version: 1
        mode: enforce
        checks:
          "*": { respond: observe }
          sg-open-admin-port: { respond: revert }
          sg-open-high-risk-port: { ports: [tcp/3306] }
          sg-unrestricted-egress: { ports: [all] }
        """;

    private static async Task<CommandRun> StartAsync(
        string input,
        (string Name, string Value)[] environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet", [Command, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}
