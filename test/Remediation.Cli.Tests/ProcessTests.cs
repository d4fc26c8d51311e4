using System.Diagnostics;
using System.Text.Json;

namespace Remediation.Cli.Tests;

/// <summary>The command as a process of its own, as a person or a pipeline starts it.</summary>
public sealed class ProcessTests
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
