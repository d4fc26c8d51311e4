using System.Text;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Remediation.Lambda.Hosting;
using Remediation.Testing.Emulator;

namespace Remediation.Lambda.Tests.Audits;

/// <summary>The template's state machine, run with the real function on accounts of the emulator.</summary>
[Collection("emulator")]
public sealed class AuditStateMachineTests(EmulatorFixture fixture)
{
    private const string Bucket = "state";

    [Fact]
    public void Definition_EveryStateIsReachedAndEveryNameIsThere()
    {
        var definition = AuditTemplate.Definition();

        Check(definition);
        var map = definition["States"]!["AuditTargets"]!;
        Check(map["ItemProcessor"]!);
        Assert.Equal("DISTRIBUTED", (string?)map["ItemProcessor"]!["ProcessorConfig"]!["Mode"]);
        // An audit takes as long as a function may, and in several parts longer: an express child ends after five minutes.
        Assert.Equal("STANDARD", (string?)map["ItemProcessor"]!["ProcessorConfig"]!["ExecutionType"]);
        Assert.Equal(20, (int)map["MaxConcurrency"]!);
    }

    [Fact]
    public async Task Run_OneAccountInTwoRegionsAndOneThatIsRefused_SumsUpAndTellsOfIt()
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        using var there = await OpenSsh.CreateAsync(await MemberAccount.OpenAsync(emulator));
        using var s3 = home.Clients.CreateS3();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
        // The organization's accounts would be listed; here the request names them, and the last is not one to work in.
        var machine = await MachineAsync(emulator, s3, ["123456789012", MemberAccount.Id, "999988887777"]);

        var summary = await machine.RunAsync(AuditTemplate.Definition(), new JsonObject());

        Assert.Equal(3, (int)summary["targets"]!);
        Assert.Equal(2, (int)summary["audited"]!);
        Assert.Equal(1, (int)summary["failed"]!);
        Assert.Equal(2, (int)summary["summary"]!["bySeverity"]!["critical"]!);
        Assert.Equal(["ListTargets", "Audit", "Audit", "Audit", "Audit", "Summarize"], machine.Tasks);
        var latest = await GetAsync(s3, "audits/organization/latest.json");
        Assert.Contains(
            "999988887777 is not among the accounts",
            (string)latest["failed"]![0]!["error"]!,
            StringComparison.Ordinal
        );
        var report = await GetAsync(s3, $"audits/{MemberAccount.Id}/us-east-1/latest.json");
        Assert.Contains(
            report["findings"]!.AsArray(),
            finding =>
                (string?)finding!["resource"]!["id"] == there.GroupId && (string?)finding["severity"] == "critical"
        );
    }

    [Fact]
    public async Task Run_MoreFailThanIsTolerated_Fails()
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        using var s3 = home.Clients.CreateS3();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
        var machine = await MachineAsync(emulator, s3, ["123456789012", "999988887777", "999988887778"]);

        await Assert.ThrowsAsync<StateMachineFailedException>(() =>
            machine.RunAsync(AuditTemplate.Definition(tolerated: 10), new JsonObject())
        );
    }

    // What is cut is continued by the machine until it is complete; here the first three parts have no time for a single resource.
    [Fact]
    public async Task Run_AuditInParts_IsContinuedUntilItIsComplete()
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        using var s3 = home.Clients.CreateS3();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
        var short3 = 3;
        var machine = await MachineAsync(
            emulator,
            s3,
            ["123456789012"],
            () => short3-- > 0 ? DateTimeOffset.UtcNow : DateTimeOffset.UtcNow.AddMinutes(5)
        );

        var summary = await machine.RunAsync(AuditTemplate.Definition(), new JsonObject());

        Assert.Equal(["ListTargets", "Audit", "Continue", "Continue", "Continue", "Summarize"], machine.Tasks);
        Assert.Equal(1, (int)summary["summary"]!["bySeverity"]!["critical"]!);
    }

    private static void Check(JsonNode machine)
    {
        var states = machine["States"]!.AsObject();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var left = new Queue<string>([(string)machine["StartAt"]!]);
        while (left.TryDequeue(out var name))
        {
            if (!reached.Add(name))
            {
                continue;
            }
            var state = Assert.IsType<JsonObject>(states[name]);
            var type = (string)state["Type"]!;
            var next = new[] { state["Next"], state["Default"] }
                .Concat(state["Choices"]?.AsArray().Select(choice => choice!["Next"]) ?? [])
                .OfType<JsonNode>()
                .Select(node => (string)node!)
                .ToList();
            next.ForEach(left.Enqueue);
            Assert.True(type == "Succeed" || next.Count > 0 || (bool?)state["End"] == true, name);
            Assert.True(type != "Task" || state["Retry"] is not null, name);
        }
        Assert.Equal(states.Select(state => state.Key).Order(), reached.Order());
    }

    private static async Task<StateMachine> MachineAsync(
        AwsEmulator emulator,
        IAmazonS3 s3,
        string[] accounts,
        Func<DateTimeOffset>? deadline = null
    )
    {
        var environment = emulator.Variables.ToDictionary(StringComparer.Ordinal);
        environment["REMEDIATION_STATE_BUCKET"] = Bucket;
        environment["REMEDIATION_SPOKE_ROLE"] = "remediation-spoke-audit";
        environment["REMEDIATION_EXTERNAL_ID"] = "remediation/123456789012/remediation";
        environment["REMEDIATION_MEMBER_ACCOUNTS"] = MemberAccount.Id;
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", environment["AWS_ACCESS_KEY_ID"]);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", environment["AWS_SECRET_ACCESS_KEY"]);
        var handler = (await FunctionHandler.CreateAsync(environment, TimeProvider.System, TextWriter.Null)).Value;
        var invocations = 0;
        async Task<JsonNode> InvokeAsync(JsonNode payload)
        {
            if (payload["auditTargets"] is { } targets)
            {
                targets["accounts"] = new JsonArray([.. accounts.Select(account => JsonValue.Create(account))]);
            }
            var invocation = new Invocation
            {
                RequestId = $"{++invocations:x12}",
                FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:audit",
                Deadline = payload["audit"] is null ? null : deadline?.Invoke(),
                Payload = Encoding.UTF8.GetBytes(payload.ToJsonString()),
            };
            var answer = await handler(invocation, TestContext.Current.CancellationToken);
            return JsonNode.Parse(answer.Span)!;
        }
        return new(InvokeAsync, key => GetAsync(s3, key), (key, json) => PutAsync(s3, key, json));
    }

    private static async Task<JsonNode> GetAsync(IAmazonS3 s3, string key)
    {
        using var stored = await s3.GetObjectAsync(Bucket, key);
        return (await JsonNode.ParseAsync(stored.ResponseStream))!;
    }

    private static Task PutAsync(IAmazonS3 s3, string key, JsonNode json) =>
        s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = Bucket,
                Key = key,
                ContentBody = json.ToJsonString(),
            }
        );
}
