namespace Remediation.Aws.Documents;

/// <summary>A request before it is signed and has a host.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, its labels in braces.</param>
/// <param name="Body">Empty for GET.</param>
internal sealed record HttpCall(string Method, string Path, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the labels of the path stand for.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Query { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}
