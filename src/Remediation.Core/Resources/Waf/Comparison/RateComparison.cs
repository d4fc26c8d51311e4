using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares rate-based statements: they match what comes above the limit, so that a higher limit, a shorter window and finer keys
/// match less. https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html.
/// </summary>
internal static class RateComparison
{
    private const int DefaultWindow = 300;

    public static IEnumerable<StatementChange> Between(WafStatement before, WafStatement after)
    {
        var keysTold = false;
        foreach (var member in JsonEquality.Differing(before.Body, after.Body))
        {
            switch (member)
            {
                case "Limit":
                    yield return Number(before, after, member, "rate limit", absent: null, moreIs: Reach.Narrower);
                    break;
                case "EvaluationWindowSec":
                    yield return Number(before, after, member, "rate window", DefaultWindow, moreIs: Reach.Wider);
                    break;
                case "ScopeDownStatement":
                    foreach (var change in ScopeDownComparison.Between(before, after))
                    {
                        yield return change;
                    }
                    break;
                case "AggregateKeyType" or "CustomKeys" when keysTold:
                    break;
                case "AggregateKeyType" or "CustomKeys":
                    keysTold = true;
                    yield return Keys(before, after);
                    break;
                default:
                    yield return new(
                        Reach.Unknown,
                        $"{member} of the rate changed",
                        StatementComparison.PlaceIn(after, member)
                    );
                    break;
            }
        }
    }

    private static StatementChange Number(
        WafStatement before,
        WafStatement after,
        string member,
        string word,
        int? absent,
        Reach moreIs
    )
    {
        var (from, to) = (NumberIn(before, member) ?? absent, NumberIn(after, member) ?? absent);
        var lessIs = moreIs == Reach.Wider ? Reach.Narrower : Reach.Wider;
        var reach =
            from is null || to is null || from == to ? Reach.Unknown
            : to > from ? moreIs
            : lessIs;
        return new(reach, $"{word} {from} → {to}", StatementComparison.PlaceIn(after, member));
    }

    private static int? NumberIn(WafStatement statement, string member) =>
        JsonEquality.Member(statement.Body, member) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt32(out var number)
            ? number
            : null;

    // Type and keys say it together, so that they are put back together.
    private static StatementChange Keys(WafStatement before, WafStatement after)
    {
        var (from, to) = (KeysOf(before), KeysOf(after));
        var reach =
            from is null || to is null || from.SetEquals(to) ? Reach.Unknown
            : from.IsSubsetOf(to) ? Reach.Narrower
            : to.IsSubsetOf(from) ? Reach.Wider
            : Reach.Unknown;
        return new(
            reach,
            $"rate counted by {Words(before, from)} → {Words(after, to)}",
            StatementComparison.PlaceIn(after)
        );
    }

    private static HashSet<string>? KeysOf(WafStatement statement) =>
        AwsJson.Text(statement.Body, "AggregateKeyType"u8) switch
        {
            "IP" => ["""{"IP":{}}"""],
            "FORWARDED_IP" => ["""{"ForwardedIP":{}}"""],
            "CONSTANT" => [],
            "CUSTOM_KEYS" => JsonEquality.Elements(JsonEquality.Member(statement.Body, "CustomKeys")),
            _ => null,
        };

    private static string Words(WafStatement statement, HashSet<string>? keys) =>
        keys is null ? "something that this version does not know"
        : keys.Count == 0 ? "nothing (all requests together)"
        : AwsJson.Text(statement.Body, "AggregateKeyType"u8) == "CUSTOM_KEYS"
            ? string.Join(" and ", keys.Order(StringComparer.Ordinal))
        : AwsJson.Text(statement.Body, "AggregateKeyType"u8)!;
}
