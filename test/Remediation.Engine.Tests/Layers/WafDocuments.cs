using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Layers;

/// <summary>Answers AWS WAF's calls with canned JSON, by operation and what the request names; anything else does not exist.</summary>
internal sealed class WafDocuments(string region = "us-east-1") : IDocumentSource
{
    private readonly Dictionary<(string Operation, string Key), DocumentAnswer> _answers = [];

    public List<string> Calls { get; } = [];

    public string Region { get; } = region;

    public WafDocuments Answer(string operation, string key, string json)
    {
        _answers[(operation, key)] = DocumentAnswer.Of(AwsDocument.Parse(json));
        return this;
    }

    public WafDocuments Fail(string operation, string key, string code, bool isRetryable)
    {
        _answers[(operation, key)] = DocumentAnswer.Failed(new(code, "scripted"), isRetryable);
        return this;
    }

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        using var parameters = JsonDocument.Parse(parametersJson);
        var key = string.Join(
            ' ',
            parameters.RootElement.EnumerateObject().Where(member => member.Name != "Id").Select(member => member.Value)
        );
        Calls.Add($"{service}:{operation} {key}");
        var missing = DocumentAnswer.Failed(new("WAFNonexistentItemException", "scripted"), isRetryable: false);
        return Task.FromResult(_answers.GetValueOrDefault((operation, key)) ?? missing);
    }
}
