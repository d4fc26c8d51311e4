namespace Remediation.Cli.Rendering;

/// <summary>One cell of a <see cref="Grid"/>.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain);
