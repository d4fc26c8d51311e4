namespace Remediation.Testing.Emulator;

/// <summary>Finds the repository that the running tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Remediation.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"no Remediation.sln above {AppContext.BaseDirectory}");
    }
}
