using System.Collections.Immutable;
using System.Text.Json;
using System.Xml;
using Remediation.Core;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>
/// REST with XML bodies, for the operations that it is given; a body is sent where its members are text, numbers or flags. See
/// https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html.
/// </summary>
/// <param name="xmlNamespace">Of the request's body.</param>
/// <param name="types">Of the members of the answers.</param>
/// <param name="operations">All that can be called.</param>
internal sealed class RestXmlProtocol(string xmlNamespace, XmlTypes types, ImmutableArray<RestXmlOperation> operations)
    : AwsProtocol
{
    private const string IfMatch = "IfMatch";
    private const string ETag = "ETag";

    private readonly XmlJson _json = new(types);

    public override ParseResult<HttpCall> ToRequest(string operation, string parametersJson)
    {
        if (Find(operation) is not { } known)
        {
            return Failure(
                $"{operation} is not known; known are {string.Join(", ", operations.Select(each => each.Name))}"
            );
        }
        var (labels, query, body, headers) = (Empty(), Empty(), Empty(), Empty());
        using var parameters = JsonDocument.Parse(parametersJson);
        foreach (var parameter in parameters.RootElement.EnumerateObject())
        {
            if (TextOf(parameter.Value) is not { } value)
            {
                return Failure($"{parameter.Name} of {operation} is no text, number or flag");
            }
            var label = $"{{{parameter.Name}}}";
            if (known.Path.Contains(label, StringComparison.Ordinal) && value.Length > 0)
            {
                labels[label] = value;
            }
            else if (known.IsVersioned && parameter.Name == IfMatch)
            {
                headers["If-Match"] = value;
            }
            else if (known.Method == "GET")
            {
                query[parameter.Name] = value;
            }
            else if (known.Body is not null)
            {
                body[parameter.Name] = value;
            }
            else
            {
                return Failure($"{parameter.Name} of {operation} is not known");
            }
        }
        var missing = known.Path.Split('/').FirstOrDefault(part => part.StartsWith('{') && !labels.ContainsKey(part));
        if (missing is not null)
        {
            return Failure($"{missing.Trim('{', '}')} of {operation} is missing");
        }
        if (known.Body is not null)
        {
            headers["Content-Type"] = "application/xml";
        }
        return ParseResult<HttpCall>.Success(
            new(known.Method, known.Path, known.Body is { } root ? Xml(root, body) : [])
            {
                Labels = labels,
                Query = query,
                Headers = headers,
            }
        );
    }

    public override AwsDocument ToDocument(string operation, HttpAnswer answer)
    {
        var known = Find(operation);
        return AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            if (known is { IsVersioned: true } && answer.Header(ETag) is { Length: > 0 } version)
            {
                writer.WriteString(ETag, version);
            }
            if (answer.Body.Length > 0)
            {
                WriteBody(writer, known?.Payload, XmlTree.Parse(answer.Body));
            }
            writer.WriteEndObject();
        });
    }

    public override ErrorBody ToError(byte[] body) => QueryProtocol.Error(body);

    private void WriteBody(Utf8JsonWriter writer, string? payload, XmlTree body)
    {
        if (payload is null)
        {
            _json.WriteMembers(writer, body);
            return;
        }
        writer.WriteStartObject(payload);
        _json.WriteMembers(writer, body);
        writer.WriteEndObject();
    }

    private RestXmlOperation? Find(string operation) => operations.FirstOrDefault(each => each.Name == operation);

    private byte[] Xml(string root, Dictionary<string, string> members)
    {
        using var body = new MemoryStream();
        using (var writer = XmlWriter.Create(body, new() { Encoding = new System.Text.UTF8Encoding(false) }))
        {
            writer.WriteStartElement(root, xmlNamespace);
            foreach (var (name, value) in members)
            {
                writer.WriteElementString(name, xmlNamespace, value);
            }
            writer.WriteEndElement();
        }
        return body.ToArray();
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    private static Dictionary<string, string> Empty() => new(StringComparer.Ordinal);

    private static ParseResult<HttpCall> Failure(string reason) => ParseResult<HttpCall>.Failure(reason);
}
