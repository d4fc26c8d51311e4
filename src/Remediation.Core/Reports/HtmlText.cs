using System.Globalization;
using System.Text;

namespace Remediation.Core.Reports;

/// <summary>
/// Text from accounts, fit for a page: markup is escaped, and what could reorder a line or hide in it is shown as its escape, such
/// as <c>\u202e</c>. Letters of every script stay.
/// </summary>
internal static class HtmlText
{
    public static string Of(string? text)
    {
        var safe = new StringBuilder(text?.Length ?? 0);
        for (var i = 0; i < (text?.Length ?? 0); )
        {
            // A lone surrogate is no rune: it is escaped by itself.
            if (Rune.TryGetRuneAt(text!, i, out var rune) && IsVisible(rune))
            {
                Append(safe, rune);
                i += rune.Utf16SequenceLength;
                continue;
            }
            safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text![i]:x4}");
            i++;
        }
        return safe.ToString();
    }

    private static void Append(StringBuilder safe, Rune rune)
    {
        switch (rune.Value)
        {
            case '&':
                safe.Append("&amp;");
                break;
            case '<':
                safe.Append("&lt;");
                break;
            case '>':
                safe.Append("&gt;");
                break;
            case '"':
                safe.Append("&quot;");
                break;
            case '\'':
                safe.Append("&#39;");
                break;
            default:
                safe.Append(rune);
                break;
        }
    }

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
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
