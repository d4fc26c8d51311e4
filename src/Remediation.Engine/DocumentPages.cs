using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine;

/// <summary>Follows the pages of a listing to the end.</summary>
public static class DocumentPages
{
    // What an answer calls the token of the page after, and what the request for that page calls it.
    private static readonly (string Answer, string Request)[] Tokens =
    [
        ("NextToken", "NextToken"),
        ("NextMarker", "NextMarker"),
        ("nextToken", "nextToken"),
        ("position", "position"),
    ];

    /// <summary>
    /// All elements of the list over all pages; the failure of the first page that cannot be read, so that a part is never taken
    /// for the whole.
    /// </summary>
    public static async Task<DocumentAnswer> AllAsync(
        this IDocumentSource source,
        string service,
        string operation,
        string parametersJson,
        string list,
        CancellationToken cancellationToken
    )
    {
        var elements = new List<JsonElement>();
        var parameters = AwsDocument.Parse(parametersJson);
        string? last = null;
        while (true)
        {
            var answer = await source.CallAsync(service, operation, parameters.Text, cancellationToken);
            if (!answer.IsAnswered)
            {
                return answer;
            }
            var page = answer.Document.At(DocumentPath.Of(list));
            elements.AddRange(page?.Root.EnumerateArray() ?? []);
            var (token, name) = Next(service, answer.Document);
            if (token is null || page is null)
            {
                return DocumentAnswer.Of(All(elements));
            }
            if (token == last)
            {
                return DocumentAnswer.Failed(
                    new("MalformedResponse", $"page {token} of {service}:{operation} follows itself"),
                    isRetryable: true
                );
            }
            last = token;
            parameters = parameters.With(
                DocumentPath.Of(name),
                AwsDocument.Build(writer => writer.WriteStringValue(token))
            );
        }
    }

    private static (string? Token, string Name) Next(string service, AwsDocument answer)
    {
        foreach (var (member, request) in Tokens)
        {
            if (answer.At(DocumentPath.Of(member))?.Root is { ValueKind: JsonValueKind.String } token)
            {
                var name = service == "elasticloadbalancing" ? "Marker" : request;
                return (token.GetString() is { Length: > 0 } text ? text : null, name);
            }
        }
        return (null, "");
    }

    private static AwsDocument All(List<JsonElement> elements) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var element in elements)
            {
                element.WriteTo(writer);
            }
            writer.WriteEndArray();
        });
}
