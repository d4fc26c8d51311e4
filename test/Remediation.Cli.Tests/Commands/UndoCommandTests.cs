using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;

namespace Remediation.Cli.Tests.Commands;

public sealed class UndoCommandTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task Undo_DryRun_ShowsTheCallsAndChangesNothing(int width)
    {
        using var remediated = await Remediated.SshAsync($"dry-{width}");
        var before = File.ReadAllText(Directory.GetFiles(remediated.Ledger, "1*.jsonl").Single());

        var run = await CommandRun.At(width, Undo(remediated, remediated.Account));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"undo-dry-run-{width}", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(before, File.ReadAllText(Directory.GetFiles(remediated.Ledger, "1*.jsonl").Single()));
    }

    [Fact]
    public async Task Undo_Applied_BringsBackWhatWasIsHeldAndCanBeUndone()
    {
        using var remediated = await Remediated.SshAsync();

        var undone = await CommandRun.OfAsync([
            .. Undo(remediated, remediated.Account),
            "--apply",
            "--snapshot-out",
            remediated["undone"],
            "--format",
            "json",
        ]);

        Assert.Equal((0, ""), (undone.Code, undone.Error));
        Assert.Equal("undone", undone.Json.GetProperty("decision").GetString());
        Assert.Equal("2026-11-21T10:05:00Z", undone.Json.GetProperty("heldUntil").GetString());
        Assert.Equal(Rules(Samples.Account), Rules(remediated["undone"]));

        var again = await CommandRun.OfAsync([.. Handle(remediated, remediated["undone"])]);
        Assert.Equal("ticketed", again.Json.GetProperty("outcomes")[0].GetProperty("decision").GetString());
        Assert.Contains(
            "brought it back on purpose",
            again.Json.GetProperty("outcomes")[0].GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );

        var redone = await CommandRun.OfAsync([
            "undo",
            undone.Json.GetProperty("ledger").GetString()!,
            "--ledger",
            remediated.Ledger,
            "--snapshot",
            remediated["undone"],
            "--apply",
            "--snapshot-out",
            remediated["redone"],
        ]);
        Assert.Equal((0, ""), (redone.Code, redone.Error));
        Assert.Equal(Rules(remediated.Account), Rules(remediated["redone"]));
        Assert.Equal(0, (await CommandRun.OfAsync("ledger", "verify", "--ledger", remediated.Ledger)).Code);
    }

    [Fact]
    public async Task Undo_HoldOfNothing_LetsTheEngineRevertItAgain()
    {
        using var remediated = await Remediated.SshAsync();
        var undone = await CommandRun.OfAsync([
            .. Undo(remediated, remediated.Account),
            "--apply",
            "--hold",
            "0",
            "--snapshot-out",
            remediated["undone"],
        ]);

        var again = await CommandRun.OfAsync([.. Handle(remediated, remediated["undone"])]);

        Assert.Equal(0, undone.Code);
        Assert.Equal("reverted", again.Json.GetProperty("outcomes")[0].GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Undo_SomebodyChangedTheSameSince_RefusesNamingBothUnlessForced()
    {
        using var remediated = await Remediated.SshAsync();
        foreach (var file in Directory.GetFiles(remediated.Account, "ec2.describe-security-group*.json"))
        {
            var text = File.ReadAllText(file);
            Assert.Contains("\"oops\"", text, StringComparison.Ordinal);
            File.WriteAllText(file, text.Replace("\"oops\"", "\"kept by bob\"", StringComparison.Ordinal));
        }

        var refused = await CommandRun.OfAsync([.. Undo(remediated, remediated.Account), "--apply"]);
        var forced = await CommandRun.OfAsync([
            .. Undo(remediated, remediated.Account),
            "--apply",
            "--force",
            "--snapshot-out",
            remediated["forced"],
        ]);

        Assert.Equal(3, refused.Code);
        Assert.Contains("kept by bob", refused.Output, StringComparison.Ordinal);
        Assert.Contains("oops", refused.Output, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Output, StringComparison.Ordinal);
        Assert.Equal(0, forced.Code);
        Assert.Equal(Rules(Samples.Account), Rules(remediated["forced"]));
    }

    [Fact]
    public async Task Undo_Twice_HasNothingToDoTheSecondTime()
    {
        using var remediated = await Remediated.SshAsync();
        await CommandRun.OfAsync([
            .. Undo(remediated, remediated.Account),
            "--apply",
            "--snapshot-out",
            remediated["undone"],
        ]);

        var run = await CommandRun.OfAsync([.. Undo(remediated, remediated["undone"]), "--apply"]);

        Assert.Equal(0, run.Code);
        Assert.Contains("as it was before already", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("undo x")]
    [InlineData("undo x --live --snapshot S --ledger L")]
    [InlineData("undo x --live")]
    [InlineData("undo x --snapshot S --ledger nowhere")]
    [InlineData("undo x --snapshot S --ledger L --hold long")]
    [InlineData("undo x --live --ledger L --snapshot-out o")]
    [InlineData("undo nonsense --snapshot S --ledger L")]
    public async Task Undo_BadUse_SaysWhatIsWrong(string arguments)
    {
        using var remediated = await Remediated.SshAsync($"badundo{arguments.Length}");

        var run = await CommandRun.OfAsync([
            .. arguments
                .Split(' ')
                .Select(word =>
                    word switch
                    {
                        "S" => Samples.Account,
                        "L" => remediated.Ledger,
                        _ => word,
                    }
                ),
        ]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    private static string[] Undo(Remediated remediated, string account) =>
        ["undo", remediated.Id, "--ledger", remediated.Ledger, "--snapshot", account, "--by", "carol"];

    private static string[] Handle(Remediated remediated, string account) =>
        [
            "handle",
            Samples.Event,
            "--snapshot",
            account,
            "--policy",
            Samples.AdminPortsOnly,
            "--apply",
            "--ledger",
            remediated.Ledger,
            "--format",
            "json",
        ];

    // Rules that were made anew have other ids.
    private static List<string> Rules(string account) =>
        [
            .. ((SecurityGroup)SnapshotReader.Load(account).Snapshot.SecurityGroups[Samples.GroupId])
                .Rules.Select(rule => $"{rule.Direction} {rule} '{rule.Description}' {string.Join(',', rule.Tags)}")
                .Order(StringComparer.Ordinal),
        ];
}
