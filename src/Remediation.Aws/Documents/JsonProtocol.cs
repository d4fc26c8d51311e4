using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>
/// AWS JSON 1.0 and 1.1: the parameters are the body, as they are. See https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html.
/// </summary>
/// <param name="target">What leads the operation in <c>X-Amz-Target</c>.</param>
/// <param name="version"><c>1.0</c> or <c>1.1</c>.</param>
internal sealed class JsonProtocol(string target, string version) : AwsProtocol
{
    public override ParseResult<HttpCall> ToRequest(string operation, string parametersJson) =>
        ParseResult<HttpCall>.Success(
            new("POST", "/", Utf8(parametersJson))
            {
                Headers = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Content-Type"] = "application/x-amz-json-" + version,
                    ["X-Amz-Target"] = $"{target}.{operation}",
                },
            }
        );

    public override AwsDocument ToDocument(string operation, HttpAnswer answer) => Document(answer.Body);

    public override ErrorBody ToError(byte[] body) => Error(body);

    /// <summary>The body as a document; a call that gives nothing back has an empty one.</summary>
    internal static AwsDocument Document(byte[] body)
    {
        if (body.Length == 0)
        {
            return AwsDocument.Parse("{}");
        }
        using var json = JsonDocument.Parse(body);
        return AwsDocument.Of(json.RootElement);
    }

    internal static ErrorBody Error(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return new(Text(root, "__type", "code"), Text(root, "message", "Message"));
        }
        catch (JsonException)
        {
            // A gateway on the way answers in its own words; the status still says what it came to.
            return ErrorBody.None;
        }
    }

    private static string Text(JsonElement root, string name, string otherName) =>
        Member(root, name) ?? Member(root, otherName) ?? "";

    private static string? Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
