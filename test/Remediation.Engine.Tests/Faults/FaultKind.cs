namespace Remediation.Engine.Tests.Faults;

/// <summary>What can go wrong at one call of one port.</summary>
public enum FaultKind
{
    None,
    Throttle,
    ServerError,
    TimeoutBeforeCommit,
    TimeoutAfterCommit,
    StaleRead,
    DuplicateEvent,
    LeaseLost,
    CrashBefore,
    CrashAfter,
}
