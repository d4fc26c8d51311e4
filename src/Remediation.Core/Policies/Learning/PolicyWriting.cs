using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>Writes single values as a policy document takes them, whatever others called their resources.</summary>
internal static class PolicyWriting
{
    private const int LongestComment = 300;

    /// <summary>Text in double quotes, which mean the same to YAML as to JSON.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.Default)}\"";

    /// <summary>Text that ends no comment and reorders no line.</summary>
    public static string Comment(string text)
    {
        var words = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isHarmless =
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
            words.Append(isHarmless ? rune.ToString() : "?");
        }
        return words.Length <= LongestComment ? words.ToString() : words.ToString(0, LongestComment) + "...";
    }

    /// <summary>The services in a list; where the document has no word for one, the next wider is written.</summary>
    public static string List(ServiceSet services) =>
        $"[{string.Join(", ", services.ToServices().Select(Word).Distinct(StringComparer.Ordinal))}]";

    private static string Word(Service service)
    {
        var protocol = service.Protocol;
        if (protocol.IsAll)
        {
            return "all";
        }
        if (protocol.IsIcmp)
        {
            return service.IsWholeProtocol ? $"{protocol}" : Invariant($"{protocol}/{service.First >> 8}");
        }
        if (!protocol.HasPorts)
        {
            return Invariant($"protocol/{protocol.Number}");
        }
        return service.IsWholeProtocol ? $"{protocol}"
            : service.First == service.Last ? Invariant($"{protocol}/{service.First}")
            : Invariant($"{protocol}/{service.First}-{service.Last}");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
