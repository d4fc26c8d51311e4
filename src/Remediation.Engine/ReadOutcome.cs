using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>What reading a resource came to: its state, that it does not exist, or why it could not be read.</summary>
public sealed record ReadOutcome
{
    private ReadOutcome() { }

    public ResourceState? State { get; private init; }

    /// <summary>Why it could not be read; null when it was, and when it does not exist.</summary>
    public CallError? Error { get; private init; }

    /// <summary>Whether reading again later may succeed (throttling, timeout, server error).</summary>
    public bool IsRetryable { get; private init; }

    /// <summary>Whether AWS said that there is no such resource.</summary>
    public bool IsNotFound => State is null && Error is null;

    public static ReadOutcome NotFound { get; } = new();

    public static ReadOutcome Found(ResourceState state) => new() { State = state };

    public static ReadOutcome Failed(CallError error, bool isRetryable) =>
        new() { Error = error, IsRetryable = isRetryable };
}
