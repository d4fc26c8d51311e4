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
                    "MetricName" => Metric(before, after, change, path.Then(member)),
                    _ => change(
                        ChangeEffect.Unknown,
                        $"{member} of the visibility changed, which this version does not know",
                        path.Then(member)
                    ),
                }
            );

    // Whether anybody listens to the metric, CloudWatch alone knows; an alarm on it hears nothing from now on, and says so to nobody.
    private static StateChange Metric(JsonElement before, JsonElement after, ChangeMaker change, DocumentPath path)
    {
        var (from, to) = (Text(before, "MetricName"), Text(after, "MetricName"));
        return JsonEquality.Member(before, "CloudWatchMetricsEnabled").ValueKind == JsonValueKind.True
            ? change(ChangeEffect.Unknown, $"metric {from} → {to}; an alarm on {from} would not fire any more", path)
            : change(ChangeEffect.Neutral, $"metric {from} → {to}", path);
    }

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
