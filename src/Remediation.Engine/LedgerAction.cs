namespace Remediation.Engine;

/// <summary>Why the engine changed a resource.</summary>
public enum LedgerAction
{
    /// <summary>Checks failed, and the policy has that reverted.</summary>
    Revert,

    /// <summary>As a revert, once a person had approved of the plan.</summary>
    Approve,

    /// <summary>A person took back what the engine had done.</summary>
    Undo,

    /// <summary>A workload was cut off.</summary>
    Quarantine,

    /// <summary>A workload was let out of its quarantine.</summary>
    Release,
}
