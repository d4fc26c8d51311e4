using System.Text;
using System.Text.RegularExpressions;
using Remediation.Testing;

namespace Remediation.Cli.Tests;

/// <summary>
/// docs/options.md is what <c>--help</c> says of every command, and docs/command-line.md tells of each; <c>UPDATE_GOLDEN=1</c> writes the
/// page anew.
/// </summary>
public sealed partial class OptionsPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "options.md");

    [Fact]
    public async Task Page_IsWhatHelpSaysOfEveryCommand()
    {
        var fresh = new StringBuilder(
            """
            # Every command and option

            What `--help` says of each command, word for word. What the commands are for, and examples of them, are in
            [the command line](command-line.md).

            """
        );
        foreach (var command in await CommandsAsync())
        {
            var help = await HelpAsync(command);
            var title = command.Length == 0 ? "remediate" : $"remediate {string.Join(' ', command)}";
            var lines = help.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd());
            fresh.Append($"\n## {title}\n\n```\n{string.Join('\n', lines)}\n```\n");
        }

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(Page, fresh.ToString(), TestContext.Current.CancellationToken);
        }
        Assert.Equal(fresh.ToString(), await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Commands_AreAllExplained()
    {
        var guide = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "command-line.md"),
            TestContext.Current.CancellationToken
        );
        var commands = await CommandsAsync();

        Assert.True(commands.Count > 15, "the commands were not found");
        Assert.All(
            commands.Where(command => command.Length > 0),
            command =>
                Assert.Matches(
                    // As in `ledger list\|show\|verify`, which is how a table has it.
                    command.Length == 1
                        ? $@"`{command[0]}\b"
                        : $@"\b{command[0]} ([a-z]+\\\|)*{command[1]}\b",
                    guide
                )
        );
    }

    // An option that the guide shows in an example or explains is one that some command takes.
    [Theory]
    [InlineData("command-line.md")]
    [InlineData("operations.md")]
    [InlineData("organisation.md")]
    [InlineData("audits.md")]
    [InlineData("guardrails.md")]
    [InlineData("quarantine.md")]
    [InlineData("ledger.md")]
    [InlineData("baselines.md")]
    [InlineData("tickets.md")]
    [InlineData("reports.md")]
    public async Task Options_OfACommandInAGuide_AreThoseThatItTakes(string page)
    {
        var guide = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", page),
            TestContext.Current.CancellationToken
        );
        var commands = await CommandsAsync();
        foreach (var call in Calls().Matches(guide).Select(match => match.Value))
        {
            var words = call.Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
            var command = commands
                .Where(known => known.Length > 0 && known.SequenceEqual(words.Take(known.Length)))
                .MaxBy(known => known.Length);
            if (command is null)
            {
                Assert.Fail($"{page}: there is no command as in '{call}'");
            }
            var help = await HelpAsync(command);
            Assert.All(
                Options().Matches(call).Select(match => match.Value),
                option =>
                    Assert.True(
                        help.Contains($"{option} ", StringComparison.Ordinal)
                            || help.Contains($"{option}\n", StringComparison.Ordinal),
                        $"{page}: {option} in '{call}'"
                    )
            );
        }
    }

    private static async Task<List<string[]>> CommandsAsync()
    {
        var commands = new List<string[]> { Array.Empty<string>() };
        for (var i = 0; i < commands.Count; i++)
        {
            var help = await HelpAsync(commands[i]);
            var at = help.IndexOf("\nCommands:\n", StringComparison.Ordinal);
            commands.InsertRange(
                i + 1,
                at < 0
                    ? []
                    : Names()
                        .Matches(help[at..])
                        .Select(match => (string[])[.. commands[i], match.Groups["name"].Value])
            );
        }
        return commands;
    }

    private static async Task<string> HelpAsync(string[] command)
    {
        var run = await CommandRun.At(110, [.. command, "--help"]);
        Assert.Equal(0, run.Code);
        // The parser names the program that runs, which here is this one.
        var program = Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]);
        return run.Output.Replace($"  {program} ", "  remediate ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^  (?<name>[a-z]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Names();

    // In a fence or in backticks, up to its end; a line that ends in a backslash goes on. A shell's operators end it.
    [GeneratedRegex(@"(?<=^|`|&& |<!-- )remediate [a-z](?:\\\n|[^`\n&|>])*", RegexOptions.Multiline, 1000)]
    private static partial Regex Calls();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*", RegexOptions.None, 1000)]
    private static partial Regex Options();
}
