using System.Text;

namespace Remediation.Core.Diagnostics;

/// <summary>
/// One thing wrong with what a person wrote or handed over: what, where, and what would be right.
/// Lines and columns count from 1; 0 means that the place is not known.
/// </summary>
public sealed record Diagnostic(DiagnosticLevel Level, string Message)
{
    /// <summary>The file as the person named it, or null.</summary>
    public string? File { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>In the form that compilers use and editors link: <c>file(line,column): error: message. hint</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File);
        }
        if (Line > 0)
        {
            text.Append('(').Append(Line).Append(',').Append(Column).Append(')');
        }
        if (text.Length > 0)
        {
            text.Append(": ");
        }
        text.Append(Level == DiagnosticLevel.Error ? "error: " : "warning: ").Append(Message);
        if (Hint is not null)
        {
            text.Append(". ").Append(Hint);
        }
        return text.ToString();
    }
}
