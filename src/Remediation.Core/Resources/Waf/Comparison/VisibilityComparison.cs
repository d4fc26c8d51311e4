using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares what is told of matches: samples and metrics.</summary>
internal static class VisibilityComparison
{
    public static IEnumerable<StateChange> Between(
        JsonElement before,
        JsonElement after,
        ChangeMaker change,
        DocumentPath path
    ) =>
        JsonEquality
            .Differing(before, after)
            .Select(member =>
                member switch
                {
                    "SampledRequestsEnabled" => Switch(after, member, "sampled requests", change, path),
                    "CloudWatchMetricsEnabled" => Switch(after, member, "metrics", change, path),
                    "MetricName" => change(
                        ChangeEffect.Neutral,
                        $"metric {Text(before, member)} → {Text(after, member)}",
                        path.Then(member)
                    ),
                    _ => change(
                        ChangeEffect.Unknown,
                        $"{member} of the visibility changed, which this version does not know",
                        path.Then(member)
                    ),
                }
            );

    private static StateChange Switch(
        JsonElement after,
        string member,
        string word,
        ChangeMaker change,
        DocumentPath path
    ) =>
        JsonEquality.Member(after, member).ValueKind == JsonValueKind.True
            ? change(ChangeEffect.Stronger, $"{word} switched on", path.Then(member))
            : change(ChangeEffect.Weaker, $"{word} switched off", path.Then(member));

    private static string Text(JsonElement element, string member) => JsonEquality.Member(element, member).ToString();
}
