namespace Remediation.Engine.Tests.Offline;

/// <summary>A folder for one test, deleted when it ends.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    public SnapshotFolder(params ReadOnlySpan<(string Name, string Json)> files)
    {
        foreach (var (name, json) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, name), json);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("remediation-snapshot-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
