using Remediation.Testing;

namespace Remediation.Cli.Tests;

/// <summary>Holds output to a file that was looked at; <c>UPDATE_GOLDEN=1</c> writes the files anew, to be looked at again.</summary>
internal static class Golden
{
    public static void Holds(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "test", "Remediation.Cli.Tests", "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }
        Assert.True(
            File.Exists(path),
            $"{path} is missing: run the tests with UPDATE_GOLDEN=1 and look at what they write"
        );
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
