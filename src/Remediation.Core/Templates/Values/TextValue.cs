namespace Remediation.Core.Templates.Values;

/// <summary>A text, number or boolean.</summary>
/// <param name="text">As written.</param>
/// <param name="kind">What it was written as.</param>
/// <param name="line">The line on which it is written.</param>
public sealed class TextValue(string text, TextKind kind, int line) : TemplateValue(line)
{
    public string Text { get; } = text;

    public TextKind Kind { get; } = kind;

    /// <summary>
    /// Whether the text, or some of it, only stands for what AWS will give when the template is deployed, such as an id or the
    /// region.
    /// </summary>
    public bool IsSymbolic { get; init; }

    public override string Symbol => Text;

    public override string ToString() => Text;
}
