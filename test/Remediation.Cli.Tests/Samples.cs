using Remediation.Testing;

namespace Remediation.Cli.Tests;

/// <summary>The repository's samples that the command is tested on.</summary>
internal static class Samples
{
    public const string GroupId = "sg-0a1b2c3d4e5f60718";

    public static string Account { get; } = Path.Combine(Repository.Samples, "accounts", "ssh-open");

    /// <summary>A workload of three tiers.</summary>
    public static string Of(string account) => Path.Combine(Repository.Samples, "accounts", account);

    public static string Layered { get; } = Path.Combine(Repository.Samples, "accounts", "layered");

    public static string Event { get; } =
        Path.Combine(Repository.Samples, "events", "authorize-ssh-from-anywhere.json");

    public static string Events { get; } = Path.Combine(Repository.Samples, "events");

    /// <summary>Enforces, and has nothing against the sample account but SSH from the internet.</summary>
    public static string AdminPortsOnly { get; } =
        Path.Combine(Repository.Samples, "policies", "admin-ports-only.yaml");
}
