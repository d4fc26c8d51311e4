using System.Runtime.CompilerServices;
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

    private static readonly AwsDocument Nothing = AwsDocument.Parse("[]");

    /// <summary>
    /// All elements of the list over all pages; the failure of the first page that cannot be read, so that a part is never taken
    /// for the whole.
    /// </summary>
    /// <param name="list">The name of the list in each answer.</param>
    /// <param name="within">The member that holds the list and the token, or null where the answer does.</param>
    public static async Task<DocumentAnswer> AllAsync(
        this IDocumentSource source,
        string service,
        string operation,
        string parametersJson,
        string list,
        CancellationToken cancellationToken,
        string? within = null
    )
    {
        var elements = new List<JsonElement>();
        await foreach (
            var page in source.PagesAsync(service, operation, parametersJson, list, cancellationToken, within)
        )
        {
            if (!page.IsAnswered)
            {
                return page;
            }
            elements.AddRange(page.Document.Root.EnumerateArray());
        }
        return DocumentAnswer.Of(All(elements));
    }

    /// <summary>The elements of each page as one list, page by page; after a failure there is nothing more.</summary>
    /// <param name="list">The name of the list in each answer.</param>
    /// <param name="within">The member that holds the list and the token, or null where the answer does.</param>
    public static async IAsyncEnumerable<DocumentAnswer> PagesAsync(
        this IDocumentSource source,
        string service,
        string operation,
        string parametersJson,
        string list,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string? within = null
    )
    {
        var parameters = AwsDocument.Parse(parametersJson);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var answer = await source.CallAsync(service, operation, parameters.Text, cancellationToken);
            if (!answer.IsAnswered)
            {
                yield return answer;
                yield break;
            }
            var whole = within is null ? answer.Document : answer.Document.At(DocumentPath.Of(within));
            var page = whole?.At(DocumentPath.Of(list)) ?? Nothing;
            if (page.Root.ValueKind != JsonValueKind.Array)
            {
                yield return Malformed($"{list} of {service}:{operation} is no list");
                yield break;
            }
            yield return DocumentAnswer.Of(page);
            var (token, name) = whole is null ? (null, "") : Next(service, whole);
            if (token is null && IsTruncated(whole))
            {
                yield return Malformed($"{service}:{operation} tells of a page after, and not which");
            }
            if (token is null)
            {
                yield break;
            }
            if (!seen.Add(token))
            {
                yield return Malformed($"page {token} of {service}:{operation} comes again");
                yield break;
            }
            parameters = parameters.With(
                DocumentPath.Of(name),
                AwsDocument.Build(writer => writer.WriteStringValue(token))
            );
        }
    }

    private static DocumentAnswer Malformed(string reason) =>
        DocumentAnswer.Failed(new("MalformedResponse", reason), isRetryable: true);

    private static bool IsTruncated(AwsDocument? answer) =>
        answer?.At(DocumentPath.Of("IsTruncated"))?.Root.ValueKind == JsonValueKind.True;

    private static (string? Token, string Name) Next(string service, AwsDocument answer)
    {
        foreach (var (member, request) in Tokens)
        {
            if (answer.At(DocumentPath.Of(member))?.Root is { ValueKind: JsonValueKind.String } token)
            {
                var name = service is "elasticloadbalancing" or "cloudfront" ? "Marker" : request;
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
