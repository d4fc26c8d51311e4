using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates.Syntax;

/// <summary>Text, a number or a boolean; or, where the kind is null, nothing.</summary>
internal sealed class TemplateScalar(string text, TextKind? kind, int line, int column) : TemplateNode(line, column)
{
    public string Text { get; } = text;

    public TextKind? Kind { get; } = kind;
}
