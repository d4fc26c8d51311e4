using System.Text;

namespace Remediation.Core.Policies.Loading;

/// <summary>What a person wrote, made fit for one line of a message: short, and with nothing that a terminal would obey.</summary>
internal static class Excerpt
{
    private const int MostName = 60;
    private const int MostSentence = 200;

    public static string Of(string text) => Of(text, MostName);

    /// <summary>A message of another component, without its full stop.</summary>
    public static string Sentence(string text) => Of(text.TrimEnd('.', ' '), MostSentence);

    private static string Of(string text, int most)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= most)
            {
                return shown.Append("...").ToString();
            }
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format)
            {
                shown.Append($"\\u{rune.Value:x4}");
            }
            else
            {
                shown.Append(rune);
            }
        }
        return shown.ToString();
    }
}
