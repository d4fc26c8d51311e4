namespace Remediation.Core.Templates.Syntax;

/// <summary>
/// A piece of a template as it was written, JSON or YAML alike, and where it stands; short forms such as <c>!Ref</c> are written
/// out. Lines and columns count from 1. An alias shares the node that it repeats, so size and depth are what it expands to.
/// </summary>
internal abstract class TemplateNode(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>How many nodes it expands to, itself included.</summary>
    public long Size { get; private protected set; } = 1;

    /// <summary>How many levels it has, itself included.</summary>
    public int Depth { get; private protected set; } = 1;

    private protected void Count(TemplateNode part)
    {
        Size = Math.Min(long.MaxValue / 4, Size + part.Size);
        Depth = Math.Max(Depth, part.Depth + 1);
    }
}
