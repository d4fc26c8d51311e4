namespace Remediation.Engine.Undo;

/// <summary>
/// For how long the engine leaves alone what an undo brought back, so that it does not revert it at once. It holds for exactly that:
/// whatever else checks find at the resource is handled as ever.
/// </summary>
/// <param name="Undoes">The id of the remediation that was undone.</param>
/// <param name="UndoId">The ledger entry of the undo; where the ledger does not hold it, the hold is none.</param>
/// <param name="Until">When it ends.</param>
/// <param name="By">Who undid it.</param>
public sealed record Hold(string Undoes, string UndoId, DateTimeOffset Until, string By)
{
    /// <summary>
    /// The number of the entry in the resource's ledger after which the undo's stands: however many follow, it is found at once.
    /// </summary>
    public int After { get; init; }

    /// <summary>How long it is where nobody says.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromHours(24);
}
