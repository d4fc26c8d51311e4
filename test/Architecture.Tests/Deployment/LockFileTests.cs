using System.Diagnostics;
using System.Text.Json;
using Remediation.Testing;

namespace Architecture.Tests.Deployment;

/// <summary>The default build stands on its own host: the packages of the other one are not among what it restores.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void DefaultBuild_NeedsNoPackageOfAmazonLambda()
    {
        var locks = Directory
            .EnumerateFiles(Repository.Root, "packages.lock.json", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .ToList();

        Assert.True(locks.Count > 10, "the lock files were not found");
        Assert.All(
            locks,
            file => Assert.DoesNotContain("Amazon.Lambda", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void AmazonHost_HasItsVersionsAtTheCentralPlace()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var project = File.ReadAllText(
            Path.Combine(Repository.Root, "src", "Remediation.Lambda", "Remediation.Lambda.csproj")
        );

        Assert.All(
            ["Core", "RuntimeSupport", "Serialization.SystemTextJson", "CloudWatchEvents"],
            name =>
            {
                Assert.Contains(
                    $"<PackageVersion Include=\"Amazon.Lambda.{name}\"",
                    versions,
                    StringComparison.Ordinal
                );
                Assert.Contains(
                    $"<PackageReference Include=\"Amazon.Lambda.{name}\"",
                    project,
                    StringComparison.Ordinal
                );
            }
        );
    }

    // What MSBuild makes of the project, not what stands in it.
    [Theory]
    [InlineData("", false)]
    [InlineData("amazon", true)]
    public async Task Host_DecidesPackagesSourcesAndLockFile(string host, bool isAmazon)
    {
        using var evaluated = await EvaluateAsync(host);
        var items = evaluated.RootElement.GetProperty("Items");
        var properties = evaluated.RootElement.GetProperty("Properties");

        Assert.Equal(
            isAmazon
                ?
                [
                    "Amazon.Lambda.CloudWatchEvents",
                    "Amazon.Lambda.Core",
                    "Amazon.Lambda.RuntimeSupport",
                    "Amazon.Lambda.Serialization.SystemTextJson",
                ]
                : [],
            Names(items, "PackageReference").Where(name => name.StartsWith("Amazon.", StringComparison.Ordinal))
        );
        var sources = Names(items, "Compile").Select(path => path.Replace('\\', '/')).ToList();
        Assert.Equal(isAmazon, sources.Contains("Hosting.Amazon/AmazonProgram.cs"));
        Assert.Equal(!isAmazon, sources.Contains("Program.cs"));
        Assert.Contains("FunctionHandler.cs", sources);
        Assert.Equal(
            isAmazon ? "packages.amazon.lock.json" : "",
            Path.GetFileName(properties.GetProperty("NuGetLockFilePath").GetString())
        );
        Assert.Equal(
            isAmazon ? "Remediation.Lambda.AmazonProgram" : "",
            properties.GetProperty("StartupObject").GetString()
        );
    }

    // So small that reading it is enough.
    [Fact]
    public void AmazonHost_IsOneShortFile()
    {
        var folder = Path.Combine(Repository.Root, "src", "Remediation.Lambda", "Hosting.Amazon");

        var file = Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));

        Assert.InRange(File.ReadLines(file).Count(), 1, 100);
    }

    private static async Task<JsonDocument> EvaluateAsync(string host)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Remediation.Lambda"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "msbuild",
            "-nologo",
            "-getItem:PackageReference,Compile",
            "-getProperty:StartupObject,NuGetLockFilePath",
            $"-p:LambdaHost={host}",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return JsonDocument.Parse(output);
    }

    private static IEnumerable<string> Names(JsonElement items, string kind) =>
        items
            .GetProperty(kind)
            .EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)
            .Order(StringComparer.Ordinal);
}
