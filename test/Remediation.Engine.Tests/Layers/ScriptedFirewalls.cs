using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Layers;

/// <summary>Answers by operation and, where it is in the parameters, by a text; what has no answer does not exist.</summary>
internal sealed class ScriptedFirewalls : IDocumentSource
{
    private readonly List<(string Operation, string In, DocumentAnswer Answer)> _answers = [];

    public string Region => "us-east-1";

    public List<string> Asked { get; } = [];

    public ScriptedFirewalls Answer(string operation, string json, string within = "") =>
        Answer(operation, DocumentAnswer.Of(AwsDocument.Parse(json)), within);

    public ScriptedFirewalls Fail(string operation, string code, bool isRetryable) =>
        Answer(operation, DocumentAnswer.Failed(new(code, "no"), isRetryable), "");

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        Asked.Add($"{service} {operation} {parametersJson}");
        var found = _answers.Where(answer =>
            answer.Operation == operation && parametersJson.Contains(answer.In, StringComparison.Ordinal)
        );
        return Task.FromResult(
            found.Select(answer => answer.Answer).FirstOrDefault()
                ?? DocumentAnswer.Failed(new CallError("ResourceNotFoundException", "none"), isRetryable: false)
        );
    }

    private ScriptedFirewalls Answer(string operation, DocumentAnswer answer, string within)
    {
        _answers.Add((operation, within, answer));
        return this;
    }
}
