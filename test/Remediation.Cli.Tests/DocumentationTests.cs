using System.Text;
using Remediation.Testing;

namespace Remediation.Cli.Tests;

/// <summary>
/// Every example in the documentation that stands behind <c>&lt;!-- remediate ... --&gt;</c> is what the command prints;
/// <c>UPDATE_GOLDEN=1</c> writes them anew.
/// </summary>
public sealed class DocumentationTests
{
    private const string Mark = "<!-- remediate ";

    // As the reader runs them: a line that shows a path then breaks where it does for him, wherever the repository lies.
    public DocumentationTests() => Directory.SetCurrentDirectory(Repository.Root);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/command-line.md")]
    [InlineData("docs/reports.md")]
    [InlineData("docs/ledger.md")]
    [InlineData("docs/policy.md")]
    public async Task Examples_AreWhatTheCommandPrints(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var written = File.ReadAllText(path);

        var fresh = await WithFreshExamplesAsync(written);

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, fresh);
        }
        Assert.Contains(Mark, written, StringComparison.Ordinal);
        Assert.Equal(fresh, File.ReadAllText(path));
    }

    [Fact]
    public void SampleOfPolicyTests_StandsInTheGuide()
    {
        var sample = File.ReadAllText(Path.Combine("test", "samples", "policies", "admin-ports-only.tests.yaml"));

        Assert.Contains($"```yaml\n{sample}```", File.ReadAllText("docs/policy.md"), StringComparison.Ordinal);
    }

    private static async Task<string> WithFreshExamplesAsync(string page)
    {
        var fresh = new StringBuilder();
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            fresh.Append(lines[i]).Append(i + 1 < lines.Length ? "\n" : "");
            if (!lines[i].StartsWith(Mark, StringComparison.Ordinal))
            {
                continue;
            }
            // The fence stays, what is in it is written anew.
            fresh.Append(lines[++i]).Append('\n').Append(await OutputOfAsync(lines[i - 1][Mark.Length..^4]));
            while (lines[++i] != "```") { }
            fresh.Append("```\n");
        }
        return fresh.ToString();
    }

    private static async Task<string> OutputOfAsync(string arguments)
    {
        var run = await CommandRun.At(100, arguments.Split(' '));
        Assert.NotEmpty(run.Output);
        return run.Output;
    }
}
