using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the change windows.</summary>
internal sealed class ChangeWindowReader(ValueReader values)
{
    public ImmutableArray<ChangeWindow> Read(YamlNode? node)
    {
        if (node is YamlSequence { Items.Count: 0 })
        {
            values.Problems.Error(node, "the list is empty", "Leave the key out to change things at any time");
        }
        return [.. values.Items(node).Select(One).OfType<ChangeWindow>()];
    }

    private ChangeWindow? One(YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.ChangeWindow) is not { } fields)
        {
            return null;
        }
        var days = fields["days"] is { } written
            ? values
                .Some(written)
                .Select(day => values.Word(day, PolicyWords.Days))
                .OfType<DayOfWeek>()
                .Distinct()
                .ToImmutableArray()
            : [.. PolicyWords.Days.Select(day => day.Value)];
        var (from, to) = (Time(fields["from"]), Time(fields["to"]));
        if (from is not { } begin || to is not { } end || days.IsEmpty)
        {
            return null;
        }
        if (begin == end || begin == TimeSpan.FromDays(1))
        {
            values.Problems.Error(node, "a window must not end when it begins", "For a whole day write 00:00 to 24:00");
            return null;
        }
        return new(days, begin, end);
    }

    private TimeSpan? Time(YamlNode? node)
    {
        if (node is null || values.Text(node) is not { } text)
        {
            return null;
        }
        if (text == "24:00")
        {
            return TimeSpan.FromDays(1);
        }
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToTimeSpan();
        }
        values.Problems.Error(node, $"'{Excerpt.Of(text)}' is not a time of day", "Write hours and minutes as 07:30");
        return null;
    }
}
