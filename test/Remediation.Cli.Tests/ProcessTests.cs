using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Aws.Documents;
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
