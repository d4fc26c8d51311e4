using System.Text;
using System.Text.Json;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine.Offline;

namespace Remediation.Cli.Tests.Commands;

public sealed class HandleCommandTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Handle_OpenedSsh_ShowsActorOffencePlanAndProof(int width)
    {
        var run = await CommandRun.At(
            width,
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--mode",
            "enforce"
        );

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"handle-dry-run-{width}", run.Output);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Handle_Apply_ShowsWhatWasDoneAndTheLedgersId(int width)
    {
        var run = await CommandRun.At(width, Apply(Samples.Account));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"handle-applied-{width}", run.Output);
    }

    [Fact]
    public async Task Handle_ObserveMode_ChangesNothingAndSaysWhy()
    {
        using var scratch = new Scratch();

        var run = await CommandRun.OfAsync(
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--apply",
            "--ledger",
            scratch["ledger"]
        );

        Assert.Equal(0, run.Code);
        Assert.Contains("the mode of policy foundational is observe", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "nothing was changed: the mode is observe; --mode enforce would",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(scratch["ledger"]));
    }

    [Fact]
    public async Task Handle_ApplyOnGroupedPermission_TakesExactlySshFromTheInternet()
    {
        using var scratch = new Scratch();

        await CommandRun.OfAsync([.. Apply(Samples.Account), "--snapshot-out", scratch["after"]]);

        var before = SnapshotReader.Load(Samples.Account).Snapshot;
        var loaded = SnapshotReader.Load(scratch["after"]);
        Assert.Empty(loaded.Diagnostics);
        var after = loaded.Snapshot;
        var (old, now) = (before.SecurityGroups[Samples.GroupId], after.SecurityGroups[Samples.GroupId]);
        // What the group admits is what it admitted, less tcp/22 from the internet where 10.0.0.0/8 has it by another rule.
        var ssh = TrafficSet.Of(ServiceOf("tcp/22"), Blocks("0.0.0.0/0").Except(Blocks("10.0.0.0/8")));
        Assert.Equal(Admitted(old).Except(ssh), Admitted(now));
        Assert.Equal(["tcp/20-21", "tcp/23-25"], Added(old, now).Select(rule => rule.Service.ToString()).Order());
        Assert.All(Added(old, now), rule => Assert.Equal("oops", rule.Description));
        Assert.Equal(["sgr-0f12a3b4c5d6e7f80"], Added(now, old).Select(rule => rule.RuleId));
        // All else of the account equals what it was.
        Assert.Equal(old.Tags, now.Tags);
        Assert.Equal(Fingerprints(before), Fingerprints(after));
        Assert.Equal(
            before.NetworkAcls.Values.Select(acl => acl.Fingerprint),
            after.NetworkAcls.Values.Select(acl => acl.Fingerprint)
        );
        foreach (var file in Directory.GetFiles(Samples.Account).Select(path => Path.GetFileName(path)!))
        {
            Assert.True(File.Exists(Path.Combine(scratch["after"], file)), file);
        }
    }

    [Fact]
    public async Task Handle_ApplyAgainOnTheAccountAfterwards_IsCompliantAndChangesNoByte()
    {
        using var scratch = new Scratch();
        await CommandRun.OfAsync([.. Apply(Samples.Account), "--snapshot-out", scratch["first"]]);

        var again = await CommandRun.OfAsync([.. Apply(scratch["first"]), "--snapshot-out", scratch["second"]]);

        Assert.Equal(0, again.Code);
        Assert.Contains("compliant no check fails", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("plan", again.Output, StringComparison.Ordinal);
        AssertSameFiles(scratch["first"], scratch["second"]);
    }

    [Fact]
    public async Task Handle_Json_KeepsTheContract()
    {
        var run = await CommandRun.OfAsync(
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--mode",
            "enforce",
            "--format",
            "json"
        );

        Assert.Equal("remediation.outcomes/1", run.Json.GetProperty("schema").GetString());
        var outcome = Assert.Single(run.Json.GetProperty("outcomes").EnumerateArray());
        Assert.Equal("10000000-0000-4000-8000-000000000001", outcome.GetProperty("event").GetString());
        Assert.Equal("198.51.100.9", outcome.GetProperty("actor").GetProperty("sourceIp").GetString());
        Assert.Equal(Samples.GroupId, outcome.GetProperty("resource").GetProperty("id").GetString());
        Assert.Equal("reverted", outcome.GetProperty("decision").GetString());
        Assert.True(outcome.GetProperty("dryRun").GetBoolean());
        Assert.NotEqual("", outcome.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("ledger").ValueKind);
        var finding = outcome.GetProperty("findings")[0];
        Assert.Equal("sg-open-admin-port", finding.GetProperty("check").GetString());
        var evidence = finding.GetProperty("evidence")[0];
        Assert.Equal("tcp/22 from 0.0.0.0/0", evidence.GetProperty("offending").GetString());
        Assert.Equal("oops", evidence.GetProperty("description").GetString());
        var plan = outcome.GetProperty("plan");
        Assert.Equal(
            ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"],
            plan.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("operation").GetString())
        );
        Assert.Empty(plan.GetProperty("trafficAdded").EnumerateArray());
        Assert.StartsWith("tcp/22 from", plan.GetProperty("trafficRemoved")[0].GetString(), StringComparison.Ordinal);
        Assert.True(plan.GetProperty("valid").GetBoolean());
        Assert.Empty(run.Json.GetProperty("tickets").EnumerateArray());
    }

    [Fact]
    public async Task Handle_ApplyWithLedger_RecordsIntentOutcomeAndTickets()
    {
        using var scratch = new Scratch();

        var run = await CommandRun.OfAsync(
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--mode",
            "enforce",
            "--apply",
            "--ledger",
            scratch["ledger"],
            "--format",
            "json"
        );

        var lines = File.ReadAllLines(
            Path.Combine(scratch["ledger"], $"123456789012.us-east-1.{Samples.GroupId}.jsonl")
        );
        Assert.Equal(["intent", "outcome"], lines.Select(line => Field(line, "kind")));
        Assert.Equal(run.Json.GetProperty("outcomes")[0].GetProperty("ledger").GetString(), Field(lines[0], "id"));
        Assert.Contains("sgr-0f12a3b4c5d6e7f80", lines[0], StringComparison.Ordinal);
        var tickets = File.ReadAllLines(Path.Combine(scratch["ledger"], "tickets.jsonl"));
        Assert.Equal(
            run.Json.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("check").GetString()),
            tickets.Select(line => Field(line, "check"))
        );
        Assert.Equal(2, tickets.Length);
    }

    [Fact]
    public async Task Handle_LedgerThatCannotBeWritten_ChangesNothingAndExitsWithThree()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("in-the-way", "");

        var run = await CommandRun.OfAsync([
            .. Apply(Samples.Account),
            "--ledger",
            file,
            "--snapshot-out",
            scratch["after"],
        ]);

        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.Contains("the ledger cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["after"]));
    }

    [Fact]
    public async Task Handle_SameEventInTwoFiles_HandlesTheResourceOnce()
    {
        using var scratch = new Scratch();
        scratch.Write("b.json", File.ReadAllText(Samples.Event));
        scratch.Write("a/a.json", File.ReadAllText(Samples.Event));

        var run = await CommandRun.OfAsync(
            "handle",
            scratch.Root,
            "--snapshot",
            Samples.Account,
            "--policy",
            Samples.AdminPortsOnly
        );

        Assert.Equal(0, run.Code);
        Assert.Equal(2, Count(run.Output, "alice as role Dev"));
        Assert.Equal(1, Count(run.Output, "plan "));
        Assert.Contains("2 outcomes · 2 reverted", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_StandardInput_IsRead()
    {
        var run = await CommandRun.WithInputAsync(
            File.ReadAllBytes(Samples.Event),
            "handle",
            "-",
            "--snapshot",
            Samples.Account
        );

        Assert.Equal(0, run.Code);
        Assert.Contains("sg-open-admin-port", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_FailOn_ExitsWithOneFromThatSeverityOn()
    {
        string[] arguments =
        [
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--policy",
            Samples.AdminPortsOnly,
        ];

        Assert.Equal(1, (await CommandRun.OfAsync([.. arguments, "--fail-on", "critical"])).Code);
        Assert.Equal(0, (await CommandRun.OfAsync(arguments)).Code);
    }

    [Fact]
    public async Task Handle_SnapshotWithoutTheGroups_FailsWithThreeAndNamesWhatIsMissing()
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        File.Delete(Path.Combine(account, "ec2.describe-security-groups.json"));
        File.Delete(Path.Combine(account, "ec2.describe-security-group-rules.json"));

        var run = await CommandRun.OfAsync("handle", Samples.Event, "--snapshot", account);

        Assert.Equal(3, run.Code);
        Assert.Contains("describe-security-groups", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--snapshot-out X")]
    [InlineData("--live --snapshot-out X")]
    [InlineData("--live --snapshot X")]
    [InlineData("--snapshot X --ledger Y")]
    [InlineData("--parse-only --apply")]
    [InlineData("--snapshot X --mode maybe")]
    [InlineData("--snapshot X --format xml")]
    [InlineData("--snapshot X --fail-on grave")]
    [InlineData("--snapshot")]
    public async Task Handle_OptionsThatDoNotGoTogether_AreRefusedBeforeAnythingIsRead(string options)
    {
        var run = await CommandRun.OfAsync(["handle", "no-such-file.json", .. options.Split(' ')]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-file", run.Error, StringComparison.Ordinal);
        Assert.Contains("remediate handle --help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_SnapshotOutOnWhatIsThereAlready_IsRefusedUnlessForced()
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        scratch.Write("full/notes.txt", "mine");

        var onInput = await CommandRun.OfAsync([.. Apply(account), "--snapshot-out", account]);
        var onFull = await CommandRun.OfAsync([.. Apply(account), "--snapshot-out", scratch["full"]]);
        var forced = await CommandRun.OfAsync([.. Apply(account), "--snapshot-out", scratch["full"], "--force"]);

        Assert.Equal((2, ""), (onInput.Code, onInput.Output));
        Assert.Contains("the folder that the snapshot is read from", onInput.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (onFull.Code, onFull.Output));
        Assert.Contains("is not empty", onFull.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.Code);
        Assert.Equal("mine", File.ReadAllText(scratch["full/notes.txt"]));
        Assert.True(File.Exists(scratch["full/ec2.describe-security-groups.json"]));
    }

    [Fact]
    public async Task ParseOnly_FolderOfSamples_SortsEveryRecordAndExitsWithZero()
    {
        var run = await CommandRun.OfAsync("handle", "--parse-only", Samples.Events, "--format", "json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("remediation.events/1", run.Json.GetProperty("schema").GetString());
        var events = run.Json.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(
            Directory.GetFiles(Samples.Events, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            events.Select(item => item.GetProperty("file").GetString()).Distinct()
        );
        Assert.Equal(
            ["approval", "ignored", "rejected", "understood"],
            events.Select(item => item.GetProperty("kind").GetString()).Distinct().Order()
        );
        Assert.All(
            events,
            item =>
                Assert.True(
                    item.GetProperty("kind").GetString() == "understood"
                        ? item.GetProperty("resources").GetArrayLength() > 0
                        : item.GetProperty("reason").GetString()!.Length > 0
                )
        );
    }

    [Fact]
    public async Task ParseOnly_OneEvent_TellsWhatWouldBeRead()
    {
        var run = await CommandRun.OfAsync("handle", "--parse-only", Samples.Event);

        Assert.Contains(Samples.GroupId, run.Output, StringComparison.Ordinal);
        Assert.Contains("1 record in 1 file · 1 understood", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParseOnly_RecordedEvents_AreSortedWithoutFailing()
    {
        var folder = Testing.Repository.Recordings is { } recordings
            ? Path.Combine(recordings, "cloudtrail")
            : Samples.Events;

        var run = await CommandRun.At(80, "handle", "--parse-only", folder);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches("[0-9]+ records in [0-9]+ files · [0-9]+ understood", run.Output);
    }

    private static string[] Apply(string account) =>
        ["handle", Samples.Event, "--snapshot", account, "--policy", Samples.AdminPortsOnly, "--apply"];

    private static string Field(string line, string name) =>
        JsonDocument.Parse(line).RootElement.GetProperty(name).GetString()!;

    private static TrafficSet Admitted(SecurityGroup group) =>
        group
            .Rules.Where(rule => rule is { Direction: Direction.Ingress, Peer: Core.Resources.CidrPeer })
            .Aggregate(
                TrafficSet.Empty,
                (all, rule) =>
                    all.Union(
                        TrafficSet.Of(
                            rule.Service.ToServiceSet(),
                            AddressSet.Of(((Core.Resources.CidrPeer)rule.Peer).Cidr)
                        )
                    )
            );

    private static ServiceSet ServiceOf(string text) => Testing.Sample.ServiceOf(text).ToServiceSet();

    private static AddressSet Blocks(string cidr) => Testing.Sample.Addresses(cidr);

    private static IEnumerable<SecurityGroupRule> Added(SecurityGroup from, SecurityGroup to) =>
        to.Rules.Where(rule => !from.Rules.Contains(rule));

    private static IEnumerable<string> Fingerprints(Snapshot snapshot) =>
        snapshot
            .SecurityGroups.Values.Where(group => group.Id.Id != Samples.GroupId)
            .Select(group => group.Fingerprint)
            .Order();

    private static void AssertSameFiles(string first, string second)
    {
        var names = Directory.GetFiles(first).Select(path => Path.GetFileName(path)).Order().ToList();
        Assert.Equal(names, Directory.GetFiles(second).Select(path => Path.GetFileName(path)).Order());
        Assert.All(
            names,
            name =>
                Assert.Equal(
                    File.ReadAllBytes(Path.Combine(first, name)),
                    File.ReadAllBytes(Path.Combine(second, name))
                )
        );
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Unwrapped(string text) =>
        string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
