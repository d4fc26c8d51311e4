using Remediation.Engine.Offline;

namespace Remediation.Cli.Inputs;

/// <summary>The folder that the account is written to afterwards. What is there already is not written over unasked.</summary>
internal static class SnapshotTarget
{
    /// <summary>Why the folder must not be written to, or null.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="snapshotFolder">The folder that the account is read from, or null where it is live.</param>
    public static string? Objection(string option, string folder, string? snapshotFolder, bool isForced)
    {
        if (File.Exists(folder))
        {
            return $"{option} {folder}: it is a file; give a folder";
        }
        if (isForced || !Directory.Exists(folder))
        {
            return null;
        }
        if (snapshotFolder is not null && WholePath(folder) == WholePath(snapshotFolder))
        {
            return $"{option} {folder}: it is the folder that the snapshot is read from; give another, or --force";
        }
        return Directory.EnumerateFileSystemEntries(folder).Any()
            ? $"{option} {folder}: the folder is not empty; give another, or --force"
            : null;
    }

    private static string WholePath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Writes the account; null, or why it is not written whole.</summary>
    public static string? Write(Snapshot snapshot, string folder)
    {
        try
        {
            SnapshotWriter.Write(snapshot, folder);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"--snapshot-out {folder}: it cannot be written: {fault.Message}";
        }
    }
}
