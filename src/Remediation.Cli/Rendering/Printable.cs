using System.Globalization;
using System.Text;

namespace Remediation.Cli.Rendering;

/// <summary>
/// Makes text from outside fit for a terminal: what could move the cursor, change colours, reorder the line or hide in it is
/// shown as its escape, such as <c>\u202e</c>. Letters of every script stay.
/// </summary>
internal static class Printable
{
    public static string Of(string text) => IsPrintable(text) ? text : Escaped(text);

    private static bool IsPrintable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                return false;
            }
        }
        return true;
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; )
        {
            // A lone surrogate is no rune: it is escaped by itself.
            if (Rune.TryGetRuneAt(text, i, out var rune) && IsPrintable(rune))
            {
                escaped.Append(rune);
                i += rune.Utf16SequenceLength;
                continue;
            }
            escaped.Append(
                text[i] switch
                {
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    var other => $"\\u{(int)other:x4}",
                }
            );
            i++;
        }
        return escaped.ToString();
    }

    // The replacement character also stands for a lone surrogate when runes are enumerated.
    private static bool IsPrintable(Rune rune) =>
        rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );
}
