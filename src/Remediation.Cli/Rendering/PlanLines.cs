using System.Collections.Immutable;
using Remediation.Core.Planning;

namespace Remediation.Cli.Rendering;

/// <summary>A plan, call by call, and what the validator says of it; nothing is said that the validator did not.</summary>
internal static class PlanLines
{
    public const int LabelColumn = 2;
    public const int TextColumn = 12;
    private const int CallColumn = 4;

    public static IEnumerable<Line> Of(Plan plan, PlanVerdict verdict, bool isAllSettled, int width)
    {
        var calls = plan.Calls.Length == 1 ? "1 call" : $"{plan.Calls.Length} calls";
        var head = new Paragraph(LabelColumn, TextColumn).Say("plan", Tone.Faint).Say(ShortHash(plan)).Dot().Say(calls);
        var paragraphs = new List<Paragraph> { head };
        paragraphs.AddRange(plan.Calls.Select(Call));
        paragraphs.Add(Proof(plan, verdict, isAllSettled));
        paragraphs.AddRange(verdict.Objections.Select(objection => Labelled("rejected", Tone.Bad).Say(objection)));
        return paragraphs.SelectMany(paragraph => paragraph.Lay(width));
    }

    /// <summary>What identifies a plan to a person; the whole hash is in the JSON.</summary>
    public static string ShortHash(Plan plan) => plan.Hash[..6];

    /// <summary>A label; what is said next starts at the text column.</summary>
    public static Paragraph Labelled(string label, Tone tone) =>
        new Paragraph(LabelColumn, TextColumn).Say(label, tone).At(TextColumn);

    public static Paragraph Call(ApiCall call)
    {
        var (mark, tone) = call.Effect switch
        {
            ApiCallEffect.Adds => ("+", Tone.Good),
            ApiCallEffect.Removes => ("-", Tone.Bad),
            _ => ("~", Tone.Warning),
        };
        var space = call.Summary.IndexOf(' ', StringComparison.Ordinal);
        var verb = space < 0 ? call.Summary : call.Summary[..space];
        return new Paragraph(CallColumn, CallColumn + 13)
            .Say(mark, tone)
            .Say(verb, tone)
            .At(CallColumn + 13, call.Summary[verb.Length..]);
    }

    private static Paragraph Proof(Plan plan, PlanVerdict verdict, bool isAllSettled)
    {
        var proof = verdict.Proof;
        List<string> parts = proof.Changes.IsEmpty
            ?
            [
                $"takes away {Joined(proof.TrafficRemoved)}",
                $"adds {Joined(proof.TrafficAdded)}",
                Untouched(proof.UntouchedRules, "rule"),
            ]
            : [Joined(proof.Changes), Untouched(proof.UntouchedRules, "value")];
        if (verdict.IsValid)
        {
            var passing = string.Join(", ", plan.CheckIds);
            parts.Add(
                isAllSettled ? "all checks pass after" : $"{passing} passes after, and no other check fails anew"
            );
        }
        return new Paragraph(LabelColumn, TextColumn)
            .Say("proof", Tone.Faint)
            .At(TextColumn, parts[0])
            .Dot()
            .Items(parts.Skip(1));
    }

    private static string Untouched(int count, string what) =>
        count == 1 ? $"1 other {what} untouched" : $"{count} other {what}s untouched";

    private static string Joined(ImmutableArray<string> traffic) =>
        traffic.IsEmpty ? "nothing" : string.Join("; ", traffic);
}
