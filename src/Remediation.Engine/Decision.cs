namespace Remediation.Engine;

/// <summary>What was done about one event and one resource; in a dry run, what would be done.</summary>
public enum Decision
{
    /// <summary>Nothing was to do: no check fails, or the resource is gone.</summary>
    Compliant,

    /// <summary>The event concerns nothing that is watched.</summary>
    Ignored,

    /// <summary>The event could not be understood; it belongs in the dead-letter queue.</summary>
    Rejected,

    /// <summary>Something is wrong and the policy only watches.</summary>
    Observed,

    /// <summary>Somebody was told.</summary>
    Notified,

    /// <summary>A person has to decide.</summary>
    Ticketed,

    /// <summary>The offending traffic was taken away, and that was verified by reading again.</summary>
    Reverted,

    /// <summary>The workload was cut off.</summary>
    Quarantined,

    /// <summary>The engine could not do its work; the reason says whether it is tried again.</summary>
    Failed,
}
