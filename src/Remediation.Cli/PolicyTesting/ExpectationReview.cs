using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Testing;
using Remediation.Core.Resources;

namespace Remediation.Cli.PolicyTesting;

/// <summary>Holds what was judged to what was expected of it.</summary>
internal static class ExpectationReview
{
    // More names than these help nobody to see which one was meant.
    private const int MostNamed = 8;

    public static ImmutableArray<PolicyTestFailure> Of(PolicyTestCase test, Judged judged) =>
        [.. test.Expectations.SelectMany(expectation => Of(expectation, judged))];

    private static IEnumerable<PolicyTestFailure> Of(PolicyExpectation expectation, Judged judged)
    {
        PolicyTestFailure Failure(string what) => new(expectation.Resource, what, expectation.Line);
        if (!judged.Resources.Any(resource => Judged.Names(expectation.Resource, resource)))
        {
            yield return Failure($"it is not among what was judged: {Named(judged.Resources)}");
            yield break;
        }
        if (expectation.Findings is { } expected && Findings(expectation.Resource, judged) is var found)
        {
            if (!expected.SetEquals(found.Select(finding => finding.Check.Id)))
            {
                yield return Failure($"expected {Checks(expected)}, found {Checks(found.Select(Word))}");
            }
        }
        if (expectation.Decision is { } decision && Decisions(expectation.Resource, judged) is var decided)
        {
            if (decided is not [var only] || only != decision)
            {
                yield return Failure($"expected {decision}, came to {string.Join(" and ", decided)}");
            }
        }
    }

    private static ImmutableArray<Finding> Findings(string resource, Judged judged) =>
        [.. judged.Findings.Where(finding => Judged.Names(resource, finding.Resource))];

    private static ImmutableArray<string> Decisions(string resource, Judged judged) =>
        [
            .. judged
                .Decisions.Where(made => Judged.Names(resource, made.Resource))
                .Select(made => made.Decision)
                .Distinct(StringComparer.Ordinal),
        ];

    private static string Word(Finding finding) =>
        finding.Status == FindingStatus.Unknown ? $"{finding.Check.Id} (unknown)" : finding.Check.Id;

    private static string Checks(IEnumerable<string> checks) =>
        checks.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } named
            ? string.Join(", ", named)
            : "no finding";

    private static string Named(ImmutableArray<ResourceId> resources)
    {
        var ids = resources.Select(resource => resource.Id).Distinct(StringComparer.Ordinal).ToList();
        return ids.Count == 0 ? "nothing was" : NameList.Of(ids, MostNamed);
    }
}
