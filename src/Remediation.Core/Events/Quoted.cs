namespace Remediation.Core.Events;

/// <summary>Text from outside, made fit to be shown: no control characters that could drive a terminal, no great length.</summary>
internal static class Quoted
{
    private const int Longest = 80;

    internal static string Of(string text) =>
        $"\"{Printable(text.Length > Longest ? text[..Longest] + "..." : text)}\"";

    internal static string? PrintableOrNull(string? text) => text is null ? null : Printable(text);

    internal static string Printable(string text) =>
        text.Any(IsUnsafe)
            ? string.Create(
                text.Length,
                text,
                static (to, from) =>
                {
                    for (var i = 0; i < from.Length; i++)
                    {
                        to[i] = IsUnsafe(from[i]) ? '?' : from[i];
                    }
                }
            )
            : text;

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
