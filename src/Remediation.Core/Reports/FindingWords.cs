using System.Globalization;
using System.Text;
using Remediation.Core.Checks;

namespace Remediation.Core.Reports;

/// <summary>A finding in words, for the formats that carry prose and limit its length.</summary>
internal static class FindingWords
{
    /// <summary>What is wrong, or what cannot be told, evidence by evidence.</summary>
    public static string Of(Finding finding)
    {
        var parts = finding.Status == FindingStatus.Unknown ? finding.Unknowns : [.. finding.Evidence.Select(Of)];
        return parts.IsEmpty ? finding.Check.Title : string.Join("; ", parts);
    }

    /// <summary>The offence, and the rule that it is in.</summary>
    public static string Of(Evidence evidence)
    {
        var words = new StringBuilder(evidence.Offending);
        if (evidence.Rule is { } rule)
        {
            words.Append(CultureInfo.InvariantCulture, $" in {rule}");
        }
        if (evidence.Description is { Length: > 0 } description)
        {
            words.Append(CultureInfo.InvariantCulture, $" \"{description}\"");
        }
        if (evidence.Note is { Length: > 0 } note)
        {
            words.Append(CultureInfo.InvariantCulture, $" ({note})");
        }
        return words.ToString();
    }

    /// <summary>At most so many UTF-16 units, with an ellipsis where text is left out; no character is cut in two.</summary>
    public static string AtMost(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }
        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
