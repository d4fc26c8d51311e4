namespace Remediation.Cli.Rendering;

/// <summary>What a piece of text means to the reader; the colour follows from it.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
    Warning,
    Critical,
    High,
    Medium,
    Low,
}
