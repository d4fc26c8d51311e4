using System.Globalization;

namespace Remediation.Core.Events;

/// <summary>Times as AWS and log pipelines write them, with any number of fraction digits; UTC unless they say otherwise.</summary>
internal static class EventTimes
{
    private const int TickDigits = 7;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    internal static DateTimeOffset? Parse(string? text) =>
        text is not null
        && DateTimeOffset.TryParseExact(
            WithoutExcessFraction(text),
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    /// <summary>Why <see cref="Parse"/> gave nothing.</summary>
    internal static string NotATime(string member, string? written) =>
        written is null
            ? $"{member} is missing; expected when the change was made"
            : $"{member} {Quoted.Of(written)} is not a time such as 2026-11-20T10:00:00Z";

    private static string WithoutExcessFraction(string text)
    {
        var start = text.IndexOf('.') + 1;
        var end = start;
        while (start > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start > TickDigits ? text.Remove(start + TickDigits, end - start - TickDigits) : text;
    }
}
