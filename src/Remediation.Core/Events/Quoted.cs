namespace Remediation.Core.Events;

/// <summary>Text from outside, made fit to be shown: no control characters that could drive a terminal, no great length.</summary>
internal static class Quoted
{
    private const int LongestQuoted = 80;
    private const int LongestShown = 1024;

    internal static string Of(string text) => $"\"{Clean(Cut(text, LongestQuoted))}\"";

    internal static string? PrintableOrNull(string? text) => text is null ? null : Printable(text);

    internal static string Printable(string text) => Clean(Cut(text, LongestShown));

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "...";
    }

    private static string Clean(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? '?' : c)) : text;

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
