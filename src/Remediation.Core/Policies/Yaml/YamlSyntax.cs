using Remediation.Core.Policies.Loading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Remediation.Core.Policies.Yaml;

/// <summary>Reads what has to be one YAML document, and reports what is wrong with how it is written.</summary>
/// <param name="text">The document, without a byte order mark.</param>
/// <param name="what">What it is, as the beginning of a sentence: <c>A policy</c>.</param>
/// <param name="begins">What people put into an empty one.</param>
/// <param name="quoted">Characters with which no text may begin that is not in quotes.</param>
/// <param name="problems">Told of every fault.</param>
internal sealed class YamlSyntax(string text, string what, string begins, string quoted, Problems problems)
{
    public Parser Parser { get; } = new(new StringReader(text));

    /// <summary>The root, read by a function that finds the parser on the root's first event; null after a report.</summary>
    /// <param name="readRoot">Gives null where it stopped, having reported why; else it leaves the parser on the event after the root.</param>
    public T? Read<T>(Func<T?> readRoot)
        where T : class
    {
        try
        {
            return ReadOne(readRoot);
        }
        catch (YamlException fault)
        {
            Report(fault);
            return null;
        }
        // YamlDotNet's scanner throws these, without a place, on text with characters in it that no text has, on escapes of such,
        // and on numbers in directives that no number can hold.
        catch (Exception fault) when (fault is InvalidOperationException or OverflowException or ArgumentException)
        {
            var (line, column) = Place(Parser.Current);
            problems.Error(
                Math.Max(1, line),
                Math.Max(1, column),
                "not valid YAML: what comes after this could not be read",
                "Look for characters that do not belong there"
            );
            return null;
        }
    }

    public static (int Line, int Column) Place(ParsingEvent? @event) =>
        @event is null ? (0, 0) : ((int)@event.Start.Line, (int)@event.Start.Column);

    private T? ReadOne<T>(Func<T?> readRoot)
        where T : class
    {
        Parser.MoveNext();
        Parser.MoveNext();
        if (Parser.Current is not DocumentStart)
        {
            problems.Error(1, 1, "the document is empty", begins);
            return null;
        }
        Parser.MoveNext();
        if (readRoot() is not { } root)
        {
            return null;
        }
        Parser.MoveNext();
        if (Parser.Current is DocumentStart second)
        {
            var (line, column) = Place(second);
            problems.Error(line, column, "a second document begins here", $"{what} is one document");
        }
        return root;
    }

    private void Report(YamlException fault)
    {
        var lines = text.Split('\n');
        var message = $"not valid YAML: {Excerpt.Sentence(fault.Message)}";
        var tabbed = Array.FindIndex(lines, IsIndentedWithTab);
        // The parser tells of a tab only after the fact, and at the wrong place.
        if (tabbed >= 0 && fault.Message.Contains(" tab", StringComparison.Ordinal))
        {
            var at = lines[tabbed].IndexOf('\t', StringComparison.Ordinal);
            problems.Error(tabbed + 1, at + 1, message, "The line is indented with a tab; YAML takes spaces only");
            return;
        }
        var (line, column) = (Math.Max(1, (int)fault.Start.Line), Math.Max(1, (int)fault.Start.Column));
        problems.Error(line, column, message, Hint(line <= lines.Length ? lines[line - 1] : "", column));
    }

    private static bool IsIndentedWithTab(string line) =>
        line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t');

    private string? Hint(string line, int column) =>
        column <= line.Length && quoted.Contains(line[column - 1], StringComparison.Ordinal)
            ? $"Text that begins with {line[column - 1]} must be in quotes"
            : null;
}
