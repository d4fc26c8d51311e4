using System.Collections.Immutable;
using System.Globalization;

namespace Remediation.Core.Policies;

/// <summary>
/// When automatic changes may be made: from a time of day to another one, on some days of the week, all in UTC. One that ends
/// before it begins goes on into the next day.
/// </summary>
/// <param name="Days">The days on which it begins; not empty.</param>
/// <param name="From">The time of day at which it begins, less than a day.</param>
/// <param name="To">The time of day at which it ends, itself not within; a whole day is midnight.</param>
public sealed record ChangeWindow(ImmutableArray<DayOfWeek> Days, TimeSpan From, TimeSpan To)
{
    private TimeSpan Length => To > From ? To - From : To - From + TimeSpan.FromDays(1);

    public bool Contains(DateTimeOffset time) =>
        Begins(time.UtcDateTime.Date.AddDays(-1), 2).Any(begin => begin <= time && time < begin + Length);

    /// <summary>When it next begins after a time.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset time) =>
        Begins(time.UtcDateTime.Date, 8).First(begin => begin > time);

    public bool Equals(ChangeWindow? other) =>
        other is not null && Days.SequenceEqual(other.Days) && From == other.From && To == other.To;

    public override int GetHashCode() => HashCode.Combine(Days.Length, From, To);

    public override string ToString()
    {
        var days = Days.Length == 7 ? "daily" : string.Join(", ", Days.Select(day => $"{day}"[..3]));
        return $"{days} {Text(From)} to {Text(To)} UTC";
    }

    private IEnumerable<DateTimeOffset> Begins(DateTime first, int days) =>
        Enumerable
            .Range(0, days)
            .Select(n => first.AddDays(n))
            .Where(day => Days.Contains(day.DayOfWeek))
            .Select(day => new DateTimeOffset(day + From, TimeSpan.Zero));

    private static string Text(TimeSpan time) =>
        time == TimeSpan.FromDays(1) ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
