namespace Remediation.Core.Tests.Events;

/// <summary>The files that the event tests read: the repository's samples, and the recordings beside it where present.</summary>
internal static class EventFiles
{
    public static string Repository { get; } = FindRepository();

    public static string Samples => Path.Combine(Repository, "test", "samples", "events");

    public static string Tables => Path.Combine(Repository, "test", "Remediation.Core.Tests", "Events");

    public static string Recordings => Path.GetFullPath(Path.Combine(Repository, "..", "shared", "data"));

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Samples, name));

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Remediation.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}
