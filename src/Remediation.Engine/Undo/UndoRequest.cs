namespace Remediation.Engine.Undo;

/// <summary>What a person asks to be undone.</summary>
/// <param name="Id">The ledger id of a remediation, or the beginning of one that no other has.</param>
/// <param name="By">Who asks; recorded as the actor.</param>
public sealed record UndoRequest(string Id, string By)
{
    /// <summary>Whether what somebody has changed since is put back as well.</summary>
    public bool IsForced { get; init; }

    /// <summary>For how long the engine leaves alone what comes back; nothing or less for not at all.</summary>
    public TimeSpan Hold { get; init; } = Undo.Hold.Default;
}
