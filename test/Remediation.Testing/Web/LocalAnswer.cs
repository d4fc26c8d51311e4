using System.Text;

namespace Remediation.Testing.Web;

/// <summary>What a local server answers.</summary>
public sealed record LocalAnswer(int Status, string Body = "")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public byte[] Bytes => Encoding.UTF8.GetBytes(Body);

    public static LocalAnswer Of(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, body) { Headers = headers.ToDictionary(header => header.Name, header => header.Value) };
}
