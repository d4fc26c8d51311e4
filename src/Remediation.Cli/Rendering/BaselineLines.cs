using System.Globalization;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;

namespace Remediation.Cli.Rendering;

/// <summary>Baselines and what changed between them, for people.</summary>
internal static class BaselineLines
{
    public static IEnumerable<Line> List(IReadOnlyList<BaselineVersion> versions, int width)
    {
        var grid = new Grid(["VERSION", "RESOURCE", "WHY", "KEPT"], flexible: 2);
        foreach (var version in versions)
        {
            grid.Add(
                new(version.Number.ToString(CultureInfo.InvariantCulture), Tone.Strong),
                new(version.Resource.Id),
                new(version.Reason.Text, version.Reason.IsApproval ? Tone.Good : Tone.Plain),
                new(Time(version.Time), Tone.Faint)
            );
        }
        return grid.Lay(width);
    }

    public static IEnumerable<Line> Difference(string from, string to, IReadOnlyList<StateChange> changes, int width)
    {
        var head = new Paragraph(0, 2).Say(from).Say("→", Tone.Faint).Say(to);
        var paragraphs =
            changes.Count == 0
                ? [new Paragraph(2, 4).Say("nothing changed", Tone.Faint)]
                : changes.Select(change =>
                    new Paragraph(2, 14)
                        .Say(change.Effect.ToString().ToLowerInvariant(), ToneOf(change.Effect))
                        .At(14, change.Text)
                );
        return paragraphs.Prepend(head).SelectMany(paragraph => paragraph.Lay(width));
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Tone ToneOf(ChangeEffect effect) =>
        effect switch
        {
            ChangeEffect.Weaker => Tone.Bad,
            ChangeEffect.Stronger => Tone.Good,
            ChangeEffect.Unknown => Tone.Warning,
            _ => Tone.Faint,
        };
}
