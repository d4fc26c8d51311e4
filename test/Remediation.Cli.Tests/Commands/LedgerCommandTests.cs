using System.Text.Json;
using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

public sealed class LedgerCommandTests
{
    // The documentation shows what the command says of it.
    [Fact]
    public async Task SampleLedger_IsWhatTheRevertOfTheSampleAccountWrites()
    {
        using var remediated = await Remediated.SshAsync();
        var sample = Path.Combine(Repository.Samples, "ledgers", "ssh-reverted");
        var files = Directory.GetFiles(remediated.Ledger, "1*");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(sample);
            foreach (var file in files)
            {
                File.Copy(file, Path.Combine(sample, Path.GetFileName(file)), overwrite: true);
            }
        }

        Assert.Equal(2, files.Length);
        Assert.All(
            files,
            file => Assert.Equal(File.ReadAllText(Path.Combine(sample, Path.GetFileName(file))), File.ReadAllText(file))
        );
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task List_WhatWasRemediated_ShowsWhenWhatAndWhatCameOfIt(int width)
    {
        using var remediated = await Remediated.SshAsync($"list-{width}");

        var run = await CommandRun.At(width, "ledger", "list", "--ledger", remediated.Ledger);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"ledger-list-{width}", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Theory]
    [InlineData("--resource", Samples.GroupId, 1)]
    [InlineData("--resource", "sg-0fffffffffffffff0", 0)]
    [InlineData("--since", "1h", 1)]
    [InlineData("--since", "2026-11-20T10:00Z", 1)]
    [InlineData("--since", "2026-11-20T10:06Z", 0)]
    public async Task List_Filtered_HasOnlyWhatWasAskedFor(string option, string value, int count)
    {
        using var remediated = await Remediated.SshAsync($"filter{option}{value.Length}{count}");

        var run = await CommandRun.OfAsync([
            "ledger",
            "list",
            "--ledger",
            remediated.Ledger,
            option,
            value,
            "--format",
            "json",
        ]);

        Assert.Equal("remediation.ledger-list/1", run.Json.GetProperty("schema").GetString());
        var remediations = run.Json.GetProperty("remediations");
        Assert.Equal(count, remediations.GetArrayLength());
        if (count > 0)
        {
            Assert.Equal(remediated.Id, remediations[0].GetProperty("id").GetString());
            Assert.Equal("done", remediations[0].GetProperty("outcome").GetString());
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Show_OneRemediation_TellsWhoWhyHowAndHowAllWas(int width)
    {
        using var remediated = await Remediated.SshAsync($"show-{width}");

        var run = await CommandRun.At(width, "ledger", "show", remediated.Id[..16], "--ledger", remediated.Ledger);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds($"ledger-show-{width}", run.Output);
    }

    [Fact]
    public async Task Show_Json_HoldsTheEntriesWhole()
    {
        using var remediated = await Remediated.SshAsync();

        var run = await CommandRun.OfAsync([
            "ledger",
            "show",
            remediated.Id,
            "--ledger",
            remediated.Ledger,
            "--format",
            "json",
        ]);

        Assert.Equal("done", run.Json.GetProperty("outcome").GetString());
        var intent = run.Json.GetProperty("intentEntry");
        Assert.Equal(JsonValueKind.Object, intent.GetProperty("priorState").ValueKind);
        Assert.Equal(2, intent.GetProperty("calls").GetArrayLength());
        Assert.True(run.Json.GetProperty("outcomeEntry").GetProperty("succeeded").GetBoolean());
        Assert.Equal(3, run.Json.GetProperty("changes").GetArrayLength());
    }

    [Fact]
    public async Task Verify_WhatWasRecorded_IsSound()
    {
        using var remediated = await Remediated.SshAsync();

        var run = await CommandRun.OfAsync("ledger", "verify", "--ledger", remediated.Ledger);
        var json = await CommandRun.OfAsync("ledger", "verify", "--ledger", remediated.Ledger, "--format", "json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches("^sound · 2 entries · 1 resource · root [0-9a-f]{64}\n$", run.Output);
        Assert.True(json.Json.GetProperty("sound").GetBoolean());
        Assert.Contains(json.Json.GetProperty("root").GetString()!, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EveryFlippedByte_ExitsWithOneAndNamesThePlace()
    {
        using var remediated = await Remediated.SshAsync();
        var file = Directory.GetFiles(remediated.Ledger, "*.jsonl").Single(path => !path.EndsWith("tickets.jsonl"));
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        for (var at = 0; at < bytes.Length; at += 37)
        {
            var broken = bytes.ToArray();
            broken[at] ^= 0x04;
            await File.WriteAllBytesAsync(file, broken, TestContext.Current.CancellationToken);

            var run = await CommandRun.OfAsync("ledger", "verify", "--ledger", remediated.Ledger);

            Assert.Equal(1, run.Code);
            Assert.Contains(Path.GetFileName(file), run.Output, StringComparison.Ordinal);
            Assert.Contains("not sound", run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list --ledger nowhere")]
    [InlineData("list --ledger nowhere --table t")]
    [InlineData("verify --ledger nowhere --bucket b")]
    [InlineData("list --ledger LEDGER --since yesterday")]
    [InlineData("show nonsense --ledger LEDGER")]
    [InlineData("list --table t")]
    public async Task Ledger_BadUse_SaysWhatIsWrong(string arguments)
    {
        using var remediated = await Remediated.SshAsync($"bad{arguments.Length}");

        var run = await CommandRun.OfAsync([
            "ledger",
            .. arguments.Replace("LEDGER", remediated.Ledger, StringComparison.Ordinal).Split(' '),
        ]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("nowhere"));
    }
}
