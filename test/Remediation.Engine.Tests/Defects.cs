using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Engine.Tests;

/// <summary>The engine goes on beyond its own defects and tells them; a test that comes upon one must not.</summary>
internal static class Defects
{
    private const string Words = "a defect in the engine";

    public static ImmutableArray<Outcome> None(ImmutableArray<Outcome> outcomes)
    {
        None(
            outcomes.SelectMany(outcome =>
                Of(outcome.Findings)
                    .Concat(outcome.Unplanned.Select(unplanned => unplanned.Reason))
                    .Append(outcome.Reason)
            )
        );
        return outcomes;
    }

    public static void None(AuditReport report) => None(Of(report.Findings).Concat(report.Unplanned.Values));

    private static IEnumerable<string> Of(ImmutableArray<Finding> findings) =>
        findings.SelectMany(finding => finding.Unknowns.Select(unknown => $"{finding.Check.Id} {unknown}"));

    private static void None(IEnumerable<string> reasons)
    {
        var told = reasons.Where(reason => reason.Contains(Words, StringComparison.Ordinal)).ToList();
        Assert.True(told.Count == 0, string.Join('\n', told));
    }
}
