namespace Remediation.Engine.Quarantines;

/// <summary>That a workload is to be let out of its quarantine.</summary>
/// <param name="Id">The workload's id, or the ledger id of a step of its quarantine, or the beginning of one that no other has.</param>
/// <param name="By">Who asks; recorded as the actor.</param>
public sealed record ReleaseRequest(string Id, string By)
{
    /// <summary>Whether what somebody has changed since is put back as well.</summary>
    public bool IsForced { get; init; }

    /// <summary>Why, in the words of who asks; or null.</summary>
    public string? Reason { get; init; }
}
