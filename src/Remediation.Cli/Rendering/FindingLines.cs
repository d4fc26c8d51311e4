using Remediation.Core.Checks;

namespace Remediation.Cli.Rendering;

/// <summary>The findings of one resource: what offends, by which rule, and the controls that ask for it.</summary>
internal static class FindingLines
{
    private const int Indent = 2;
    private const int CheckColumn = 12;

    public static IEnumerable<Line> Of(IReadOnlyCollection<Finding> findings, int width)
    {
        if (findings.Count == 0)
        {
            return [];
        }
        var offending = CheckColumn + findings.Max(finding => finding.Check.Id.Length) + 3;
        var longest = findings.Max(finding => WhatOf(finding).Length);
        var controls = offending + longest + 3;
        var isWide = controls + findings.Max(finding => ControlsOf(finding).Length) <= width;
        return findings.SelectMany(finding => Of(finding, offending, isWide ? controls : null, width));
    }

    private static IEnumerable<Line> Of(Finding finding, int offending, int? controls, int width)
    {
        var head = new Paragraph(Indent, offending)
            .Say(SeverityText.Label(finding), SeverityText.ToneOf(finding))
            .At(CheckColumn, finding.Check.Id, Tone.Strong)
            .At(offending, WhatOf(finding));
        if (controls is { } column)
        {
            head.At(column, ControlsOf(finding), Tone.Faint);
        }
        foreach (var line in head.Lay(width))
        {
            yield return line;
        }
        foreach (var line in Details(finding).SelectMany(detail => detail.Lay(width)))
        {
            yield return line;
        }
        if (controls is null && ControlsOf(finding) is { Length: > 0 } text)
        {
            foreach (var line in Detail().Say(text, Tone.Faint).Lay(width))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<Paragraph> Details(Finding finding)
    {
        for (var i = 0; i < finding.Evidence.Length; i++)
        {
            var evidence = finding.Evidence[i];
            if (i > 0)
            {
                yield return Detail().Say(evidence.Offending);
            }
            yield return Rule(evidence);
            if (evidence.Note is { } note)
            {
                yield return Detail().Say(note, Tone.Faint);
            }
        }
        foreach (var unknown in finding.Unknowns.Skip(1))
        {
            yield return Detail().Say(unknown);
        }
        if (finding.Exemption is { } exemption)
        {
            yield return Detail()
                .Say($"{exemption.Id} until {exemption.Until:yyyy-MM-dd}, {exemption.Owner}: {exemption.Reason}");
        }
    }

    private static Paragraph Rule(Evidence evidence)
    {
        var rule = Detail().Say("in", Tone.Faint);
        if (evidence.Rule is { } id)
        {
            rule.Say(id);
        }
        rule.Say(evidence.Traffic);
        return evidence.Description is { Length: > 0 } description ? rule.Say($"\"{description}\"") : rule;
    }

    private static Paragraph Detail() => new(CheckColumn, CheckColumn + 3);

    private static string WhatOf(Finding finding) =>
        !finding.Evidence.IsEmpty ? finding.Evidence[0].Offending
        : !finding.Unknowns.IsEmpty ? finding.Unknowns[0]
        : "";

    private static string ControlsOf(Finding finding) =>
        string.Join(", ", finding.Check.Controls.Select(control => control.Id));
}
