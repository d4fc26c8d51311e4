using Remediation.Engine.Baselines;
using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

public sealed class BaselineCommandTests
{
    [Fact]
    public async Task Baseline_ApproveListShow_KeepsThePresentState()
    {
        using var scratch = new Scratch();
        var store = scratch["baselines"];

        var approved = await CommandRun.OfAsync([
            "baseline",
            "approve",
            Samples.GroupId,
            "--by",
            "alice",
            "--snapshot",
            Samples.Account,
            "--baselines",
            store,
        ]);
        var listed = await CommandRun.OfAsync("baseline", "list", "--baselines", store, "--format", "json");
        var shown = await CommandRun.OfAsync("baseline", "show", Samples.GroupId, "--baselines", store);

        Assert.Equal((0, ""), (approved.Code, approved.Error));
        var baseline = Assert.Single(listed.Json.GetProperty("baselines").EnumerateArray());
        Assert.Equal("approved by alice", baseline.GetProperty("reason").GetString());
        Assert.True(baseline.GetProperty("approved").GetBoolean());
        Assert.Equal(Samples.GroupId, shown.Json.GetProperty("SecurityGroup").GetProperty("GroupId").GetString());
    }

    [Fact]
    public async Task Baseline_Diff_SaysWhatChangedSince()
    {
        using var scratch = new Scratch();
        var (store, after) = (scratch["baselines"], scratch["after"]);
        await CommandRun.OfAsync([
            "baseline",
            "approve",
            Samples.GroupId,
            "--by",
            "alice",
            "--snapshot",
            Samples.Account,
            "--baselines",
            store,
        ]);
        await CommandRun.OfAsync(
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--mode",
            "enforce",
            "--apply",
            "--snapshot-out",
            after
        );

        var same = await CommandRun.OfAsync([
            "baseline",
            "diff",
            Samples.GroupId,
            "--snapshot",
            Samples.Account,
            "--baselines",
            store,
        ]);
        var changed = await CommandRun.OfAsync([
            "baseline",
            "diff",
            Samples.GroupId,
            "--snapshot",
            after,
            "--baselines",
            store,
        ]);

        Assert.Contains("nothing changed", same.Output, StringComparison.Ordinal);
        Assert.Equal(0, changed.Code);
        Assert.Contains("removed", changed.Output, StringComparison.Ordinal);
        Assert.Contains("0.0.0.0/0", changed.Output, StringComparison.Ordinal);
    }

    // Each step passes every check and becomes the baseline; only the comparison with what a person approved shows where they lead.
    [Fact]
    public async Task Baseline_DiffAfterManySmallSteps_ShowsAllOfThemTogether()
    {
        using var scratch = new Scratch();
        var store = new FolderBaselines(scratch["baselines"], TimeProvider.System);
        string[] steps =
        [
            "in 100 allow tcp/443 from 198.51.100.0/26",
            "in 100 allow tcp/443 from 198.51.100.0/25",
            "in 100 allow tcp/443 from 198.51.100.0/24",
            "in 100 allow tcp/443-444 from 198.51.100.0/24",
        ];
        var reasons = steps.Select((_, i) => i == 0 ? BaselineReason.Approved("alice") : BaselineReason.Compliant);
        foreach (var (step, reason) in steps.Zip(reasons))
        {
            Assert.Null(await store.KeepAsync(Sample.Acl(step), reason, TestContext.Current.CancellationToken));
        }
        string[] diff = ["baseline", "diff", Sample.Acl().Id.Id, "--baselines", scratch["baselines"]];

        var whole = await CommandRun.OfAsync(diff);
        var last = await CommandRun.OfAsync([.. diff, "--from", "3", "--to", "4"]);

        Assert.Contains("weaker", whole.Output, StringComparison.Ordinal);
        Assert.Contains("198.51.100.64/26", whole.Output, StringComparison.Ordinal);
        Assert.Contains("198.51.100.128/25", whole.Output, StringComparison.Ordinal);
        Assert.Contains("tcp/444", whole.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.128/25", last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_HandleApply_KeepsWhatIsCompliant()
    {
        using var scratch = new Scratch();
        var (store, after) = (scratch["baselines"], scratch["after"]);
        string[] handle = ["handle", Samples.Event, "--mode", "enforce", "--apply", "--baselines", store];

        await CommandRun.OfAsync([
            .. handle,
            "--snapshot",
            Samples.Account,
            "--snapshot-out",
            after,
            "--policy",
            Samples.AdminPortsOnly,
        ]);
        Assert.Empty((await ListAsync(store)).EnumerateArray());
        await CommandRun.OfAsync([.. handle, "--snapshot", after, "--policy", Samples.AdminPortsOnly]);

        Assert.NotEmpty((await ListAsync(store)).EnumerateArray());
    }

    [Theory]
    [InlineData("list", "--baselines", "aws:table")]
    [InlineData("show", "sg-0000", "--baselines", "nowhere")]
    [InlineData("diff", "sg-0000", "--baselines", "nowhere")]
    [InlineData("diff", "sg-0000", "--baselines", "nowhere", "--to", "1", "--live")]
    [InlineData("approve", "sg-0000", "--by", "a", "--baselines", "nowhere")]
    [InlineData("approve", "nonsense", "--by", "a", "--baselines", "nowhere", "--snapshot", "SAMPLE")]
    [InlineData("approve", "sg-0000", "--by", "a", "--baselines", "nowhere", "--snapshot", "SAMPLE")]
    public async Task Baseline_BadUse_SaysWhatIsWrongAndDoesNothing(params string[] arguments)
    {
        var run = await CommandRun.OfAsync([
            "baseline",
            .. arguments.Select(argument => argument == "SAMPLE" ? Samples.Account : argument),
        ]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("nowhere"));
    }

    private static async Task<System.Text.Json.JsonElement> ListAsync(string store) =>
        (await CommandRun.OfAsync("baseline", "list", "--baselines", store, "--format", "json")).Json.GetProperty(
            "baselines"
        );
}
