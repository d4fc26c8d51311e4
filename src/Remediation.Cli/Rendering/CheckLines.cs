using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Cli.Rendering;

/// <summary>The catalogue and its checks, for people.</summary>
internal static class CheckLines
{
    private const int TextColumn = 13;

    public static IEnumerable<Line> List(IEnumerable<CheckMetadata> checks, int width)
    {
        var grid = new Grid(["SEVERITY", "CHECK", "TITLE", "RESPONSE"], flexible: 2);
        foreach (var check in checks)
        {
            grid.Add(
                new(check.Severity.ToString().ToUpperInvariant(), SeverityText.ToneOf(check.Severity)),
                new(check.Id, Tone.Strong),
                new(check.Title),
                new(ReportWriter.Word(check.DefaultResponse), Tone.Faint)
            );
        }
        return grid.Lay(width);
    }

    public static IEnumerable<Line> Controls(IEnumerable<ControlCoverage> controls, int width)
    {
        var grid = new Grid(["CONTROL", "CHECKS AND TITLE"], flexible: 1);
        foreach (var (control, checks, reason) in controls)
        {
            grid.Add(
                new(control.Id, Tone.Strong),
                reason is null
                    ? new($"{string.Join(", ", checks)}: {control.Name}")
                    : new($"none: {control.Name}. {reason}", Tone.Faint)
            );
        }
        return grid.Lay(width);
    }

    public static IEnumerable<Line> Explain(CheckMetadata check, int width) =>
        Paragraphs(check).SelectMany(paragraph => paragraph.Lay(width));

    private static IEnumerable<Paragraph> Paragraphs(CheckMetadata check)
    {
        yield return new Paragraph(0, 2)
            .Say(check.Id, Tone.Strong)
            .Gap(2)
            .Say(check.Severity.ToString().ToUpperInvariant(), SeverityText.ToneOf(check.Severity))
            .Gap(2)
            .Say(check.ResourceType, Tone.Faint);
        yield return new Paragraph(2, 2).Say(check.Title);
        yield return Labelled("why").Say(check.Rationale);
        yield return Labelled("not checked").Say(check.DoesNotCheck);
        yield return Labelled("fix").Say(check.FixDescription);
        yield return Labelled("by hand").Say(check.ManualFix);
        yield return Labelled("response")
            .Say($"{ReportWriter.Word(check.DefaultResponse)}, where the policy says nothing");
        foreach (var parameter in check.Parameters)
        {
            yield return Labelled("parameter")
                .Say($"{parameter.Name} (default {parameter.Default}):")
                .Say(parameter.Description);
        }
        foreach (var control in check.Controls)
        {
            yield return Labelled("control").Say($"{control.Id}:").Say(control.Name);
        }
        yield return Labelled("after").Say(string.Join(", ", check.Triggers));
        if (!check.FixActions.IsEmpty)
        {
            yield return Labelled("needs").Say(string.Join(", ", check.FixActions));
        }
        foreach (var reference in check.References)
        {
            yield return Labelled("see").Say(reference);
        }
    }

    private static Paragraph Labelled(string label) =>
        new Paragraph(2, TextColumn + 2).Say(label, Tone.Faint).At(TextColumn + 2);
}
