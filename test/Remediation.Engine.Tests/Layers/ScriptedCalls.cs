using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Layers;

/// <summary>Answers each call by its operation, in turn where an operation has several answers; keeps what was asked.</summary>
internal sealed class ScriptedCalls : IDocumentSource
{
    private readonly Dictionary<string, Queue<DocumentAnswer>> _answers = new(StringComparer.Ordinal);

    public string Region => "us-east-1";

    public List<string> Asked { get; } = [];

    /// <summary>Answers a call of <c>service:Operation</c> with JSON.</summary>
    public ScriptedCalls Answer(string call, string json) => Add(call, DocumentAnswer.Of(AwsDocument.Parse(json)));

    public ScriptedCalls Fail(string call, string code, bool isRetryable = false) =>
        Add(call, DocumentAnswer.Failed(new CallError(code, "no"), isRetryable));

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        Asked.Add($"{service}:{operation} {parametersJson}");
        return Task.FromResult(_answers[$"{service}:{operation}"].Dequeue());
    }

    private ScriptedCalls Add(string call, DocumentAnswer answer)
    {
        if (!_answers.TryGetValue(call, out var queue))
        {
            _answers[call] = queue = new();
        }
        queue.Enqueue(answer);
        return this;
    }
}
