namespace Remediation.Engine.Offline;

/// <summary>A file of a snapshot folder, named <c>service.operation[.anything].json</c>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Operation">The service and operation, such as <c>ec2.describe-security-groups</c>.</param>
/// <param name="Rest">What the name has beside, such as a prefix list's id; may be empty.</param>
internal sealed record SnapshotFile(string Path, string Operation, string Rest)
{
    private const string Extension = ".json";

    /// <summary>Its name, as the person who made the folder knows it.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    public static SnapshotFile Of(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            return new(path, "", name);
        }
        var parts = name[..^Extension.Length].Split('.', 3);
        return parts.Length < 2
            ? new(path, "", name)
            : new(path, $"{parts[0]}.{parts[1]}", parts.Length > 2 ? parts[2] : "");
    }
}
