using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

public sealed class QuarantineCommandTests
{
    private const string Instance = "i-0a1b2c3d4e5f60711";

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Quarantine_DryRun_ShowsEveryPlanAndChangesNothing(int width)
    {
        var run = await CommandRun.At(width, "quarantine", Instance, "--snapshot", Samples.Account, "--hard");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"quarantine-dry-run-{width}", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Release_DryRun_ShowsEveryPlanAndChangesNothing(int width)
    {
        using var scratch = new Scratch($"release-{width}");
        await CutOffAsync(scratch);

        var run = await CommandRun.At(width, Release(scratch));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"release-dry-run-{width}", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public async Task Quarantine_Applied_IsInTheLedgerAndReleaseRestoresTheInterfaces()
    {
        using var scratch = new Scratch("quarantine-applied");
        var cut = await CutOffAsync(scratch);

        Assert.Equal("quarantined", cut.Json.GetProperty("decision").GetString());
        Assert.Equal(4, cut.Json.GetProperty("steps").GetArrayLength());
        var list = await CommandRun.OfAsync("ledger", "list", "--ledger", scratch["ledger"]);
        Assert.Contains("eni-01293a4b5c6d7e8f90", list.Output, StringComparison.Ordinal);

        var released = await CommandRun.OfAsync([
            .. Release(scratch),
            "--apply",
            "--snapshot-out",
            scratch["out"],
            "--format",
            "json",
        ]);

        Assert.Equal((0, ""), (released.Code, released.Error));
        Assert.Equal("released", released.Json.GetProperty("decision").GetString());
        Assert.Equal(
            File.ReadAllText(Path.Combine(Samples.Account, "ec2.describe-network-interfaces.json")).TrimEnd(),
            File.ReadAllText(Path.Combine(scratch["out"], "ec2.describe-network-interfaces.json")).TrimEnd()
        );
        Assert.Equal(0, (await CommandRun.OfAsync("ledger", "verify", "--ledger", scratch["ledger"])).Code);
    }

    [Fact]
    public async Task Undo_OfAQuarantine_RefersToRelease()
    {
        using var scratch = new Scratch("undo-quarantine");
        var cut = await CutOffAsync(scratch);
        var id = cut.Json.GetProperty("steps")[2].GetProperty("ledger").GetString()!;

        var undo = await CommandRun.OfAsync("undo", id, "--ledger", scratch["ledger"], "--snapshot", scratch["cut"]);

        Assert.Contains("remediate release", undo.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sg-0a1b2c3d4e5f60718", "neither an instance")]
    [InlineData("i-0ffffffffffffffff", "does not exist")]
    public async Task Quarantine_OfWhatIsNoWorkload_IsRefused(string id, string why)
    {
        var run = await CommandRun.OfAsync("quarantine", id, "--snapshot", Samples.Account, "--apply");

        Assert.NotEqual(0, run.Code);
        Assert.Contains(why, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_OfWhatIsNotCutOff_IsRefused()
    {
        using var scratch = new Scratch("release-nothing");
        Directory.CreateDirectory(scratch["ledger"]);

        var run = await CommandRun.OfAsync(
            "release",
            Instance,
            "--snapshot",
            Samples.Account,
            "--ledger",
            scratch["ledger"]
        );

        Assert.Equal(2, run.Code);
        Assert.Contains("no quarantine", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_FindingThatThePolicyNames_CutsTheInstanceOff()
    {
        using var scratch = new Scratch("quarantine-finding");
        Directory.CreateDirectory(scratch["policy"]);
        var policy = Path.Combine(scratch["policy"], "findings.yaml");
        await File.WriteAllTextAsync(
            policy,
            """
            version: 1
            mode: enforce
            checks: { "*": { respond: observe } }
            quarantine: { findings: [ { types: ["UnauthorizedAccess:EC2/*", "*UnauthorizedAccess:EC2-*"] } ] }
            """
        );

        var run = await CommandRun.OfAsync(
            "handle",
            Path.Combine(Repository.Samples, "events", "guardduty-instance.json"),
            "--snapshot",
            Samples.Account,
            "--policy",
            policy,
            "--apply",
            "--format",
            "json"
        );

        Assert.Equal((0, ""), (run.Code, run.Error));
        var outcome = run.Json.GetProperty("outcomes")[0];
        Assert.Equal("quarantined", outcome.GetProperty("decision").GetString());
        Assert.Equal(Instance, outcome.GetProperty("cutOff")[0].GetString());
    }

    private static async Task<CommandRun> CutOffAsync(Scratch scratch)
    {
        var run = await CommandRun.OfAsync(
            "quarantine",
            Instance,
            "--snapshot",
            Samples.Account,
            "--hard",
            "--apply",
            "--by",
            "ann",
            "--reason",
            "INC-7",
            "--ledger",
            scratch["ledger"],
            "--snapshot-out",
            scratch["cut"],
            "--format",
            "json"
        );
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run;
    }

    private static string[] Release(Scratch scratch) =>
        ["release", Instance, "--snapshot", scratch["cut"], "--ledger", scratch["ledger"], "--by", "bob"];
}
