using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Layers;

/// <summary>Answers by operation, and by operation and a part of the request; what is not given is answered with an error.</summary>
internal sealed class CannedAnswers(string region = "us-east-1") : IDocumentSource
{
    private readonly List<(string Operation, string Part, DocumentAnswer Answer)> _answers = [];

    public string Region => region;

    public List<string> Asked { get; } = [];

    public CannedAnswers On(string operation, string json, string part = "")
    {
        _answers.Insert(0, (operation, part, DocumentAnswer.Of(AwsDocument.Parse(json))));
        return this;
    }

    public CannedAnswers Fail(string operation, string code, bool isRetryable = false)
    {
        _answers.Insert(0, (operation, "", DocumentAnswer.Failed(new(code, "no"), isRetryable)));
        return this;
    }

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        Asked.Add($"{service}:{operation} {parametersJson}");
        var found = _answers.FirstOrDefault(answer =>
            answer.Operation == operation && parametersJson.Contains(answer.Part, StringComparison.Ordinal)
        );
        return Task.FromResult(
            found.Answer ?? DocumentAnswer.Failed(new CallError("Unscripted", operation), isRetryable: false)
        );
    }
}
