using System.Globalization;

namespace Remediation.Core.Policies;

/// <summary>Writes times as the policy document does, in the largest unit that is exact: <c>90m</c>, <c>1h</c>, <c>2d</c>.</summary>
public static class DurationText
{
    public static string Of(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerDay == 0 ? Of(time.Ticks / TimeSpan.TicksPerDay, "d")
        : time.Ticks % TimeSpan.TicksPerHour == 0 ? Of(time.Ticks / TimeSpan.TicksPerHour, "h")
        : Of(time.Ticks / TimeSpan.TicksPerMinute, "m");

    private static string Of(long number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
