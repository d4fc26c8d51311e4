using Remediation.Cli.PolicyTesting;

namespace Remediation.Cli.Rendering;

/// <summary>What the tests of a policy came to, for people.</summary>
internal static class PolicyTestLines
{
    private const int TextColumn = 8;

    public static IEnumerable<Line> Of(IReadOnlyCollection<PolicyTestResult> results, string file, int width)
    {
        var paragraphs = results.SelectMany(result => Of(result, file)).Append(Sum(results));
        return paragraphs.SelectMany(paragraph => paragraph.Lay(width));
    }

    private static IEnumerable<Paragraph> Of(PolicyTestResult result, string file)
    {
        yield return new Paragraph(0, TextColumn)
            .Say(result.IsPassed ? "ok" : "FAILED", result.IsPassed ? Tone.Good : Tone.Bad)
            .At(TextColumn, result.Case.Name, Tone.Strong);
        foreach (var failure in result.Failures)
        {
            yield return new Paragraph(TextColumn, TextColumn + 2)
                .Say($"{failure.Resource}: {failure.What}")
                .Say($"{file}({failure.Line})", Tone.Faint);
        }
    }

    private static Paragraph Sum(IReadOnlyCollection<PolicyTestResult> results)
    {
        var failed = results.Count(result => !result.IsPassed);
        return new Paragraph(0, 2).Say($"{results.Count - failed} passed, {failed} failed");
    }
}
