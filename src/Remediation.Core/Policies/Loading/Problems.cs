using System.Collections.Immutable;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Gathers all that is wrong with one document, so that a person can mend it in one go.</summary>
internal sealed class Problems(string file)
{
    // More than this no one reads, and a hostile document must not fill the memory with them.
    private const int Most = 100;

    private readonly List<Diagnostic> _diagnostics = [];
    private int _left;

    public bool HasErrors { get; private set; }

    public void Error(YamlNode node, string what, string? hint = null) =>
        Error(node.Line, node.Column, At(node, what), hint);

    public void Error(int line, int column, string message, string? hint)
    {
        HasErrors = true;
        Add(DiagnosticLevel.Error, line, column, message, hint);
    }

    public void Warning(YamlNode node, string what, string? hint = null) =>
        Warning(node.Line, node.Column, At(node, what), hint);

    public void Warning(int line, int column, string message, string? hint) =>
        Add(DiagnosticLevel.Warning, line, column, message, hint);

    /// <summary>In the order of the document.</summary>
    public ImmutableArray<Diagnostic> ToImmutableArray()
    {
        var sorted = _diagnostics.OrderBy(diagnostic => (diagnostic.Line, diagnostic.Column));
        return _left == 0
            ? [.. sorted]
            :
            [
                .. sorted,
                new Diagnostic(DiagnosticLevel.Error, $"{_left} more problems are not shown") { File = file },
            ];
    }

    private static string At(YamlNode node, string what) =>
        node.Path is { Length: > 0 } path ? $"{path}: {what}" : what;

    private void Add(DiagnosticLevel level, int line, int column, string message, string? hint)
    {
        if (_diagnostics.Count == Most)
        {
            _left++;
            return;
        }
        _diagnostics.Add(
            new(level, message)
            {
                File = file,
                Line = line,
                Column = column,
                Hint = hint,
            }
        );
    }
}
