using System.Diagnostics;
using Remediation.Testing;

namespace Architecture.Tests.Deployment;

/// <summary>
/// What `sam build` does for a function with BuildMethod makefile: it calls the target build-NAME of the Makefile in CodeUri, with
/// ARTIFACTS_DIR set. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-custom-runtimes.html.
/// </summary>
public sealed class SamBuildTests
{
    public static TheoryData<string> Functions =>
        [.. TemplateFile.Hub.Of("AWS::Serverless::Function").Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task EveryFunction_HasATargetThatPutsTheProgramWhereSamLooksForIt(string function)
    {
        var properties = TemplateFile.Hub.Properties(function);
        var metadata = TemplateFile.Hub.Resource(function)["Metadata"];

        var (code, commands) = await MakeAsync(properties["CodeUri"].ToString(), $"build-{function}");

        Assert.Equal("makefile", metadata["BuildMethod"].ToString());
        Assert.Equal(0, code);
        Assert.Contains("dotnet publish", commands, StringComparison.Ordinal);
        Assert.Contains("-r linux-x64", commands, StringComparison.Ordinal);
        // As the custom runtime looks for it, and so that it can be started.
        Assert.Matches("install -m 755 \".*/bootstrap\" \"/somewhere/bootstrap\"", commands);
        Assert.Equal("provided.al2023", properties["Runtime"].ToString());
    }

    [Fact]
    public async Task Build_ForTheOtherProcessor_IsChosenByOneVariable()
    {
        var (_, commands) = await MakeAsync(
            "src/Remediation.Lambda",
            "build-RemediationFunction",
            "ARCHITECTURE=arm64"
        );

        Assert.Contains("-r linux-arm64", commands, StringComparison.Ordinal);
        Assert.DoesNotContain("linux-x64", commands, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ForAProcessorThatThereIsNot_FailsBeforeAnythingIsBuilt()
    {
        var (code, commands) = await MakeAsync("src/Remediation.Lambda", "build-AuditFunction", "ARCHITECTURE=mips");

        Assert.NotEqual(0, code);
        Assert.Contains("ARCHITECTURE is 'mips'; it must be x86_64 or arm64", commands, StringComparison.Ordinal);
    }

    // SAM copies CodeUri alone otherwise, and the other projects would be missing.
    [Fact]
    public void Build_IsInTheSourceItself() =>
        Assert.Contains(
            "build_in_source = true",
            File.ReadAllLines(Path.Combine(Repository.Root, "samconfig.toml")),
            StringComparer.Ordinal
        );

    // Told, not done.
    private static async Task<(int Code, string Commands)> MakeAsync(string folder, string target, params string[] more)
    {
        var start = new ProcessStartInfo("make")
        {
            WorkingDirectory = Path.Combine(Repository.Root, folder),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ARTIFACTS_DIR"] = "/somewhere";
        start.Environment.Remove("ARCHITECTURE");
        foreach (var argument in (string[])["--dry-run", "--makefile", "Makefile", target, .. more])
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
