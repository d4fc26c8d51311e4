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
}
