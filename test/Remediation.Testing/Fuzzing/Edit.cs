namespace Remediation.Testing.Fuzzing;

/// <summary>One way to spoil a text.</summary>
/// <param name="Kind">Which way, of <see cref="Damage"/>'s.</param>
/// <param name="Place">Where, from 0 (the beginning) to 1 (the end).</param>
/// <param name="Length">How much of it.</param>
/// <param name="Piece">What with.</param>
public sealed record Edit(int Kind, double Place, int Length, int Piece);
