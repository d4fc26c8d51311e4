using Remediation.Core.Planning;

namespace Remediation.Engine.Execution;

/// <summary>What applying a plan came to, call by call.</summary>
/// <param name="CallsDone">How many of the calls AWS took, from the first on.</param>
/// <param name="Error">The answer to the call after those, or null when all were taken.</param>
/// <param name="IsRetryable">Whether the call may succeed later.</param>
public sealed record ApplyResult(int CallsDone, CallError? Error, bool IsRetryable)
{
    private static readonly HashSet<string> MovedCodes =
    [
        CallError.PermissionNotFound,
        CallError.PermissionDuplicate,
        CallError.RuleNotFound,
        CallError.GroupNotFound,
        CallError.GroupDuplicate,
        CallError.AclNotFound,
        CallError.EntryNotFound,
        CallError.AssociationNotFound,
        CallError.EntryAlreadyExists,
        "WAFOptimisticLockException",
        "InvalidTokenException",
        "OptimisticLockException",
        "PreconditionFailed",
        "InvalidIfMatchVersion",
    ];

    public bool IsDone => Error is null;

    /// <summary>Whether somebody else changed the resource meanwhile, so that it has to be read and planned anew.</summary>
    public bool IsMoved => Error is not null && MovedCodes.Contains(Error.Code);
}
