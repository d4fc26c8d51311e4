namespace Remediation.Testing;

/// <summary>Where tests find the samples of the repository, and the recordings that may lie beside it.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Remediation.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The repository's own samples.</summary>
    public static string Samples { get; } = Path.Combine(Root, "test", "samples");

    /// <summary>The recordings beside the repository, or null where there are none.</summary>
    public static string? Recordings { get; } =
        Path.Combine(Root, "..", "shared", "data") is var path && Directory.Exists(path) ? path : null;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Remediation.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("the tests do not run within the repository");
    }
}
