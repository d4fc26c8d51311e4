using System.Reflection;
using Remediation.Testing;

namespace Architecture.Tests;

/// <summary>The assemblies of the product, and where its sources are.</summary>
internal static class Product
{
    public static Assembly Core { get; } = typeof(Remediation.Core.ParseResult<>).Assembly;

    public static Assembly Checks { get; } = typeof(Remediation.Checks.CheckCatalog).Assembly;

    public static Assembly Engine { get; } = typeof(Remediation.Engine.Reconciler).Assembly;

    public static Assembly Aws { get; } = typeof(Remediation.Aws.AwsClients).Assembly;

    public static Assembly Lambda { get; } = Assembly.Load("bootstrap");

    public static Assembly Cli { get; } = Assembly.Load("remediate");

    public static IReadOnlyList<Assembly> All { get; } = [Core, Checks, Engine, Aws, Lambda, Cli];

    /// <summary>The types that somebody wrote, compiler-made ones left out.</summary>
    public static IEnumerable<Type> Types(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))
            .Where(type =>
                type.Name != "Program" && type.Namespace?.StartsWith("Remediation", StringComparison.Ordinal) == true
            );

    /// <summary>Every C# source of the product, without what the build makes.</summary>
    public static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            );
}
