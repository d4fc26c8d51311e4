using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>
/// REST with JSON answers, for the operations that it is given: such as only read, or such as are posted whole. See
/// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html.
/// </summary>
internal sealed class RestJsonProtocol(ImmutableArray<RestOperation> operations) : AwsProtocol
{
    public override ParseResult<HttpCall> ToRequest(string operation, string parametersJson)
    {
        if (Find(operation) is not { } known)
        {
            return ParseResult<HttpCall>.Failure(
                $"{operation} is not known; known are {string.Join(", ", operations.Select(each => each.Name))}"
            );
        }
        if (known.IsPosted)
        {
            return ParseResult<HttpCall>.Success(Post(known.Path, parametersJson));
        }
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        using var parameters = JsonDocument.Parse(parametersJson);
        foreach (var parameter in parameters.RootElement.EnumerateObject())
        {
            if (parameter.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                return ParseResult<HttpCall>.Failure($"{parameter.Name} of {operation} is no text or number");
            }
            var label = $"{{{parameter.Name}}}";
            var isLabel = known.Path.Contains(label, StringComparison.Ordinal);
            (isLabel ? labels : query)[isLabel ? label : parameter.Name] = parameter.Value.ToString();
        }
        var missing = known.Path.Split('/').FirstOrDefault(part => part.StartsWith('{') && !labels.ContainsKey(part));
        return missing is null
            ? ParseResult<HttpCall>.Success(Get(known.Path, labels, query))
            : ParseResult<HttpCall>.Failure($"{missing.Trim('{', '}')} of {operation} is missing");
    }

    public override AwsDocument ToDocument(string operation, HttpAnswer answer)
    {
        var document = JsonProtocol.Document(answer.Body);
        return Find(operation)?.ListRenamed is { } renamed ? Renamed(document, renamed.From, renamed.To) : document;
    }

    public override ErrorBody ToError(byte[] body) => JsonProtocol.Error(body);

    private RestOperation? Find(string operation) => operations.FirstOrDefault(each => each.Name == operation);

    // Without this header API Gateway answers in another form (HAL).
    private static HttpCall Get(string path, Dictionary<string, string> labels, Dictionary<string, string> query) =>
        new("GET", path, [])
        {
            Labels = labels,
            Query = query,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Accept"] = "application/json" },
        };

    private static HttpCall Post(string path, string parametersJson) =>
        new("POST", path, Utf8(parametersJson))
        {
            Headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Content-Type"] = "application/json",
                ["Accept"] = "application/json",
            },
        };

    private static AwsDocument Renamed(AwsDocument document, string from, string to) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in document.Root.EnumerateObject())
            {
                writer.WritePropertyName(member.NameEquals(from) ? to : member.Name);
                member.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
}
