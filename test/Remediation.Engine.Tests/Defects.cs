using System.Collections.Immutable;

namespace Remediation.Engine.Tests;

/// <summary>The engine goes on beyond its own defects and tells them; a test that comes upon one must not.</summary>
internal static class Defects
{
    private const string Words = "a defect in the engine";

    public static ImmutableArray<Outcome> None(ImmutableArray<Outcome> outcomes)
    {
        var told = outcomes
            .SelectMany(outcome =>
                outcome
                    .Findings.SelectMany(finding => finding.Unknowns)
                    .Concat(outcome.Unplanned.Select(unplanned => unplanned.Reason))
                    .Append(outcome.Reason)
            )
            .Where(reason => reason.Contains(Words, StringComparison.Ordinal))
            .ToList();
        Assert.True(told.Count == 0, string.Join('\n', told));
        return outcomes;
    }
}
