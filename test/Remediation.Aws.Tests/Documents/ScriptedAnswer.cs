using System.Text;

namespace Remediation.Aws.Tests.Documents;

/// <summary>What the scripted server answers.</summary>
internal sealed record ScriptedAnswer(int Status, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static ScriptedAnswer Ok(string body) => new(200, Encoding.UTF8.GetBytes(body));

    public static ScriptedAnswer Of(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body))
        {
            Headers = headers.ToDictionary(header => header.Name, header => header.Value),
        };
}
