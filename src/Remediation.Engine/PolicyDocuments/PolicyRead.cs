using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Planning;

namespace Remediation.Engine.PolicyDocuments;

/// <summary>What reading a policy document gave: its text, that it has not changed, or why it could not be read.</summary>
public sealed record PolicyRead
{
    private PolicyRead() { }

    /// <summary>The document; null when it has not changed or could not be read.</summary>
    public string? Text { get; private init; }

    /// <summary>Which version it is, such as an ETag; empty where it could not be read.</summary>
    public string Version { get; private init; } = "";

    public CallError? Error { get; private init; }

    /// <summary>Whether reading it again soon may succeed.</summary>
    public bool IsRetryable { get; private init; }

    [MemberNotNullWhen(true, nameof(Text))]
    public bool IsNew => Text is not null;

    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsFailed => Error is not null;

    public static PolicyRead Of(string text, string version) => new() { Text = text, Version = version };

    public static PolicyRead Unchanged(string version) => new() { Version = version };

    public static PolicyRead Failed(CallError error, bool isRetryable) =>
        new() { Error = error, IsRetryable = isRetryable };
}
