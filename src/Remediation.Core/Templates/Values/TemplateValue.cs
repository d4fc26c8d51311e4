namespace Remediation.Core.Templates.Values;

/// <summary>
/// A value of a template after its functions were worked out: text, a list, a mapping, or unresolved with the reason. What was
/// left out by <c>AWS::NoValue</c> is not there at all.
/// </summary>
public abstract class TemplateValue
{
    private protected TemplateValue(int line) => Line = line;

    /// <summary>The line on which it is written, from 1.</summary>
    public int Line { get; }

    /// <summary>
    /// For where any name of the thing will do, such as an id: the text, or what stands for it. Null for lists and mappings.
    /// </summary>
    public abstract string? Symbol { get; }
}
