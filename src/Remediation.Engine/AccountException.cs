using Remediation.Core.Planning;

namespace Remediation.Engine;

/// <summary>That a listing could not be read to its end.</summary>
public sealed class AccountException(CallError error, bool isRetryable) : Exception(error.ToString())
{
    public CallError Error { get; } = error;

    /// <summary>Whether the same may succeed later.</summary>
    public bool IsRetryable { get; } = isRetryable;
}
