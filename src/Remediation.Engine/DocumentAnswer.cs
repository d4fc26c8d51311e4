using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine;

/// <summary>What AWS answered: a document, or why there is none.</summary>
public sealed record DocumentAnswer
{
    private DocumentAnswer() { }

    public AwsDocument? Document { get; private init; }

    public CallError? Error { get; private init; }

    /// <summary>Whether asking again later may succeed (throttling, timeout, server error).</summary>
    public bool IsRetryable { get; private init; }

    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsAnswered => Document is not null;

    /// <summary>Whether AWS said that what was asked for does not exist.</summary>
    public bool IsNotFound =>
        Error is { Code: var code }
        && (
            code is "WAFNonexistentItemException" or "NotFoundException" or "NoSuchDistribution" or "NoSuchResource"
            || code.EndsWith("NotFound", StringComparison.Ordinal)
            || code.EndsWith("NotFoundException", StringComparison.Ordinal)
        );

    public static DocumentAnswer Of(AwsDocument document) => new() { Document = document };

    public static DocumentAnswer Failed(CallError error, bool isRetryable) =>
        new() { Error = error, IsRetryable = isRetryable };
}
