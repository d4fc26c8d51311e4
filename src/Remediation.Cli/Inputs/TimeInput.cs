using System.Globalization;

namespace Remediation.Cli.Inputs;

/// <summary>Times and lengths of time as people give them to the command.</summary>
internal static class TimeInput
{
    /// <summary><c>30m</c>, <c>24h</c>, <c>7d</c> or <c>0</c>; null for anything else.</summary>
    public static TimeSpan? Length(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }
        var isNumber = int.TryParse(
            text.AsSpan(0, Math.Max(0, text.Length - 1)),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        );
        // More than ten years is a slip of the pen.
        return !isNumber || number > 100_000
            ? null
            : text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' when number <= 3660 => TimeSpan.FromDays(number),
                _ => null,
            };
    }

    /// <summary>A time in ISO 8601 (of UTC where it names no zone), or so long ago as a length says; null for anything else.</summary>
    public static DateTimeOffset? Since(string text, DateTimeOffset now) =>
        Length(text) is { } ago ? now - ago
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
        : null;
}
