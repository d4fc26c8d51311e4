using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Layers;

/// <summary>EC2's listings as a test says them: elements by list, in pages of a size, or an error for all.</summary>
internal sealed class ScriptedListings(string list, string idMember, params string[] elements) : IDocumentSource
{
    public List<string> Calls { get; } = [];

    public int PageSize { get; init; } = 1000;

    public (CallError Error, bool IsRetryable)? Failure { get; init; }

    public string Region => "eu-central-1";

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        Calls.Add($"{service}:{operation} {parametersJson}");
        return Task.FromResult(
            Failure is var (error, retryable) ? DocumentAnswer.Failed(error, retryable)
            : Answer(AwsDocument.Parse(parametersJson)) is { } answer ? DocumentAnswer.Of(answer)
            : DocumentAnswer.Failed(new($"Invalid{idMember}.NotFound", "it does not exist"), isRetryable: false)
        );
    }

    private AwsDocument? Answer(AwsDocument parameters)
    {
        var asked = parameters.At(DocumentPath.Of(idMember + "s"))?.Root.EnumerateArray().Select(id => id.ToString());
        var start = int.Parse(
            parameters.At(DocumentPath.Of("NextToken"))?.Root.GetString() ?? "0",
            System.Globalization.CultureInfo.InvariantCulture
        );
        var found = elements
            .Select(AwsDocument.Parse)
            .Where(element =>
                asked?.Contains(element.At(DocumentPath.Of(idMember))?.Root.GetString(), StringComparer.Ordinal) ?? true
            )
            .ToList();
        return asked is not null && found.Count == 0 ? null : AwsDocument.Build(writer => Write(writer, found, start));
    }

    private void Write(Utf8JsonWriter writer, List<AwsDocument> found, int start)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(list);
        foreach (var element in found.Skip(start).Take(PageSize))
        {
            element.Root.WriteTo(writer);
        }
        writer.WriteEndArray();
        if (start + PageSize < found.Count)
        {
            writer.WriteString("NextToken", $"{start + PageSize}");
        }
        writer.WriteEndObject();
    }
}
