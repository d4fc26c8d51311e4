namespace Remediation.Aws.Tests.Documents;

/// <summary>One HTTP request as it came over the wire.</summary>
internal sealed record ReceivedRequest(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    /// <summary>The operation that an AWS JSON request names, or empty.</summary>
    public string Operation => Headers.GetValueOrDefault("X-Amz-Target", "").Split('.')[^1];
}
