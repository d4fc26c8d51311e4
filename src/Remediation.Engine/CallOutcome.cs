using Remediation.Core.Planning;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Engine;

/// <summary>What executing a call came to: done, refused by AWS, or not known to be done and worth trying again.</summary>
public sealed record CallOutcome
{
    private CallOutcome() { }

    public static CallOutcome Done { get; } = new();

    /// <summary>AWS's answer, or null when the call was done.</summary>
    public CallError? Error { get; private init; }

    /// <summary>The token for the next call on the resource, where AWS answered with one; see <see cref="FirewallToken"/>.</summary>
    public string? Token { get; private init; }

    /// <summary>Whether the same call may succeed later. It may also have been done: read again before you decide.</summary>
    public bool IsRetryable { get; private init; }

    public bool IsDone => Error is null;

    public static CallOutcome DoneWith(string? token) => token is null ? Done : new() { Token = token };

    public static CallOutcome Refused(CallError error) => new() { Error = error };

    public static CallOutcome Retryable(CallError error) => new() { Error = error, IsRetryable = true };
}
