using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Offline.Export;

/// <summary>AWS's answers as the test says; null is an empty listing of everything.</summary>
internal sealed class ScriptedDocuments(Func<string, string, DocumentAnswer?> answer) : IDocumentSource
{
    public string Region => "eu-west-1";

    /// <summary>Every call so far, as <c>service:operation parameters</c>.</summary>
    public List<string> Calls { get; } = [];

    public static DocumentAnswer Denied { get; } =
        DocumentAnswer.Failed(new("UnauthorizedOperation", "not you"), isRetryable: false);

    public static DocumentAnswer Throttled { get; } =
        DocumentAnswer.Failed(new("RequestLimitExceeded", "later"), isRetryable: true);

    public static DocumentAnswer Silent { get; } =
        DocumentAnswer.Failed(new(CallError.Unreachable, "no such host"), isRetryable: true);

    public static DocumentAnswer Json(string json) => DocumentAnswer.Of(AwsDocument.Parse(json));

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        Calls.Add($"{service}:{operation} {parametersJson}");
        return Task.FromResult(
            answer($"{service}:{operation}", parametersJson)
                ?? Json(service == "sts" ? """{"Account":"123456789012"}""" : "{}")
        );
    }
}
