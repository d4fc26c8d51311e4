using Remediation.Core.Diagnostics;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares what is in a set. What that means its uses tell: more in a set that is let through is weaker, and so is less in one that
/// is kept out. Of a set that nothing uses, nothing follows; of one whose uses are not known, it is unknown.
/// </summary>
internal static class SetComparison
{
    private const int MostTold = 5;

    /// <param name="before">The set as it was.</param>
    /// <param name="after">The set as it is.</param>
    /// <param name="member">The member that lists what is in it.</param>
    /// <param name="gone">What was in it and is not.</param>
    /// <param name="come">What is in it and was not.</param>
    /// <param name="uses">What it is used for now.</param>
    public static IReadOnlyList<StateChange> Between(
        WafResource before,
        WafResource after,
        string member,
        IReadOnlyCollection<string> gone,
        IReadOnlyCollection<string> come,
        Fact<IReadOnlyList<WafUse>> uses
    ) =>
        Untangling.Of([
            .. Content(after.Path.Then(member), gone, come, uses),
            .. DocumentMembers
                .Differing(before, after)
                .Where(name => name != member)
                .Select(name => DocumentMembers.Other(name, after.Path.Then(name))),
        ]);

    private static IEnumerable<StateChange> Content(
        DocumentPath path,
        IReadOnlyCollection<string> gone,
        IReadOnlyCollection<string> come,
        Fact<IReadOnlyList<WafUse>> uses
    )
    {
        if (come.Count > 0)
        {
            yield return Change(path, $"added {NameList.Of(come, MostTold)}", uses, isGrowth: true);
        }
        if (gone.Count > 0)
        {
            yield return Change(path, $"removed {NameList.Of(gone, MostTold)}", uses, isGrowth: false);
        }
    }

    private static StateChange Change(DocumentPath path, string text, Fact<IReadOnlyList<WafUse>> uses, bool isGrowth)
    {
        if (uses.Value is not { } known)
        {
            return DocumentMembers.Change(
                ChangeEffect.Unknown,
                $"{text}; what the set is used for is not known: {uses.UnknownReason}",
                path
            );
        }
        if (known.Count == 0)
        {
            return DocumentMembers.Change(ChangeEffect.Neutral, $"{text}; no rule uses the set", path);
        }
        if (known.FirstOrDefault(use => use.Effect == WafRuleEffect.Unknown) is { } odd)
        {
            return DocumentMembers.Change(
                ChangeEffect.Unknown,
                $"{text}; what rule {odd.Rule} does with it is not known",
                path
            );
        }
        var weakened = known.FirstOrDefault(use => use.LetsThrough == isGrowth);
        var isBoth = known.Any(use => use.LetsThrough) && known.Any(use => !use.LetsThrough);
        return new(
            weakened is null ? ChangeEffect.Stronger : ChangeEffect.Weaker,
            $"{text}; rule {(weakened ?? known[0]).Rule} {((weakened ?? known[0]).LetsThrough ? "lets through" : "acts on")} what is in the set"
        )
        {
            // Used for both, either way back is weaker for one of the uses.
            Paths = isBoth ? [] : [path],
        };
    }
}
