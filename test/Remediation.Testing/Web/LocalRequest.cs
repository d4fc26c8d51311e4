using System.Text;
using System.Text.Json;

namespace Remediation.Testing.Web;

/// <summary>One HTTP request as it came over the wire.</summary>
public sealed record LocalRequest(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    public override string ToString() => $"{Method} {Target}";

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Path => Target.Split('?')[0];

    /// <summary>A value of the query, or empty.</summary>
    public string Query(string name) =>
        Target.Split('?') is [_, var query]
            ? query
                .Split('&')
                .Select(part => part.Split('=', 2))
                .Where(part => part[0] == name)
                .Select(part => Uri.UnescapeDataString(part[1]))
                .FirstOrDefault("")
            : "";

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
