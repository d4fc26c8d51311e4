namespace Remediation.Cli.Tests.Rendering;

public sealed class UntrustedTextTests
{
    private const string Hostile = "\\u001b[2Jgone\\u202e[bold red]";

    [Fact]
    public async Task Handle_HostileDescription_ReachesNoTerminal()
    {
        using var scratch = new Scratch();
        var account = Poisoned(scratch);

        var table = await CommandRun.OfAsync("handle", Samples.Event, "--snapshot", account);
        var json = await CommandRun.WithAsync(
            session => session with { IsTerminal = true },
            "handle",
            Samples.Event,
            "--snapshot",
            account,
            "--format",
            "json"
        );

        Assert.Contains("\\u001b[2Jgone\\u202e[bold red]", table.Output, StringComparison.Ordinal);
        AssertHarmless(table.Output);
        AssertHarmless(json.Output);
        // The values are the same as those that a file gets.
        Assert.Contains("\u001b[2Jgone\u202e[bold red]", Descriptions(json), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_HostileName_ReachesNoTerminal()
    {
        using var scratch = new Scratch();
        var account = Poisoned(scratch);

        AssertHarmless((await CommandRun.OfAsync("audit", "--snapshot", account, "--details")).Output);
    }

    [Fact]
    public async Task Refuse_HostileFileName_ReachesNoTerminal()
    {
        var run = await CommandRun.OfAsync("handle", "\u001b[2J.json", "--snapshot", Samples.Account);

        Assert.Equal(2, run.Code);
        AssertHarmless(run.Error);
    }

    [Fact]
    public async Task Handle_Terminal_ShowsColoursAndNothingElseOfTheKind()
    {
        var run = await CommandRun.WithAsync(
            session => session with { HasColour = true, IsTerminal = true },
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account
        );
        var plain = await CommandRun.OfAsync("handle", Samples.Event, "--snapshot", Samples.Account);

        Assert.Contains("\u001b[", run.Output, StringComparison.Ordinal);
        Assert.Equal(plain.Output, System.Text.RegularExpressions.Regex.Replace(run.Output, "\u001b\\[[0-9;]*m", ""));
    }

    private static string Poisoned(Scratch scratch)
    {
        var account = scratch.CopyOfAccount();
        foreach (var file in Directory.GetFiles(account))
        {
            var text = File.ReadAllText(file);
            File.WriteAllText(
                file,
                text.Replace("\"oops\"", $"\"{Hostile}\"", StringComparison.Ordinal)
                    .Replace(
                        "\"GroupName\": \"app-servers\"",
                        $"\"GroupName\": \"{Hostile}\"",
                        StringComparison.Ordinal
                    )
            );
        }
        return account;
    }

    private static string Descriptions(CommandRun run) =>
        string.Concat(
            run.Json.GetProperty("outcomes")[0]
                .GetProperty("findings")
                .EnumerateArray()
                .SelectMany(finding => finding.GetProperty("evidence").EnumerateArray())
                .Select(evidence => evidence.GetProperty("description").GetString())
        );

    private static void AssertHarmless(string output) =>
        Assert.DoesNotContain(
            output,
            character => (char.IsControl(character) && character != '\n') || character is '\u202e'
        );
}
