using System.Collections.Frozen;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares two statements of one type that hold no others, member by member.</summary>
internal static class MatchComparison
{
    // Each matches less than the one before it, by member.
    private static readonly FrozenDictionary<string, string[]> Ranks = new Dictionary<string, string[]>(
        StringComparer.Ordinal
    )
    {
        ["SensitivityLevel"] = ["HIGH", "LOW"],
        ["OversizeHandling"] = ["MATCH", "CONTINUE", "NO_MATCH"],
        ["FallbackBehavior"] = ["MATCH", "NO_MATCH"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<StatementChange> Between(WafStatement before, WafStatement after) =>
        JsonEquality.Differing(before.Body, after.Body).SelectMany(member => Member(before, after, member));

    private static IEnumerable<StatementChange> Member(WafStatement before, WafStatement after, string member)
    {
        var (from, to) = (JsonEquality.Member(before.Body, member), JsonEquality.Member(after.Body, member));
        var place = StatementComparison.PlaceIn(after, member);
        return (after.Type, member) switch
        {
            (WafStatement.GeoMatch, "CountryCodes") => Members(from, to, "countries", place),
            ("AsnMatchStatement", "AsnList") => Members(from, to, "networks (ASN)", place),
            ("SqliMatchStatement", "SensitivityLevel") => Ranked(from, to, member, "LOW", place),
            ("ByteMatchStatement", "PositionalConstraint") => Position(from, to, place),
            ("SizeConstraintStatement", "Size") => Size(before, from, to, place),
            (_, "FieldToMatch") => Field(from, to, place),
            (_, "ForwardedIPConfig" or "IPSetForwardedIPConfig") => Forwarded(from, to, member, place),
            _ => [new(Reach.Unknown, $"{member} {Text(from)} → {Text(to)}", place)],
        };
    }

    private static IEnumerable<StatementChange> Members(
        JsonElement before,
        JsonElement after,
        string word,
        DocumentPath place
    )
    {
        var (from, to) = (JsonEquality.Elements(before), JsonEquality.Elements(after));
        var (gone, come) = (
            Listed(from.Except(to, StringComparer.Ordinal)),
            Listed(to.Except(from, StringComparer.Ordinal))
        );
        if (gone.Length > 0)
        {
            yield return new(Reach.Narrower, $"{word} removed: {gone}", place);
        }
        if (come.Length > 0)
        {
            yield return new(Reach.Wider, $"{word} added: {come}", place);
        }
    }

    private static IEnumerable<StatementChange> Ranked(
        JsonElement before,
        JsonElement after,
        string member,
        string? absent,
        DocumentPath place
    )
    {
        var (from, to) = (Value(before) ?? absent, Value(after) ?? absent);
        var (was, becomes) = (Array.IndexOf(Ranks[member], from), Array.IndexOf(Ranks[member], to));
        var reach =
            was < 0 || becomes < 0 || was == becomes ? Reach.Unknown
            : becomes > was ? Reach.Narrower
            : Reach.Wider;
        return [new(reach, $"{member} {from} → {to}", place)];
    }

    private static IEnumerable<StatementChange> Position(JsonElement before, JsonElement after, DocumentPath place)
    {
        var (from, to) = (Value(before), Value(after));
        var reach =
            IsPositionWithin(to, from) ? Reach.Narrower
            : IsPositionWithin(from, to) ? Reach.Wider
            : Reach.Unknown;
        return [new(reach, $"position {from} → {to}", place)];
    }

    private static bool IsPositionWithin(string? narrow, string? wide) =>
        (narrow, wide) switch
        {
            ("EXACTLY", "STARTS_WITH" or "ENDS_WITH" or "CONTAINS") => true,
            ("STARTS_WITH" or "ENDS_WITH" or "CONTAINS_WORD", "CONTAINS") => true,
            _ => false,
        };

    private static IEnumerable<StatementChange> Size(
        WafStatement before,
        JsonElement from,
        JsonElement to,
        DocumentPath place
    )
    {
        var grows = Number(to) > Number(from);
        var reach = AwsJson.Text(before.Body, "ComparisonOperator"u8) switch
        {
            "GT" or "GE" => grows ? Reach.Narrower : Reach.Wider,
            "LT" or "LE" => grows ? Reach.Wider : Reach.Narrower,
            _ => Reach.Unknown,
        };
        return [new(reach, $"size {Text(from)} → {Text(to)}", place)];
    }

    // The same field, handled otherwise where there is more of it than AWS WAF inspects.
    private static IEnumerable<StatementChange> Field(JsonElement before, JsonElement after, DocumentPath place)
    {
        var names = JsonEquality.Differing(before, after).ToList();
        if (names is [var field])
        {
            var (from, to) = (JsonEquality.Member(before, field), JsonEquality.Member(after, field));
            if (JsonEquality.Differing(from, to).ToList() is ["OversizeHandling"])
            {
                return Ranked(
                    JsonEquality.Member(from, "OversizeHandling"),
                    JsonEquality.Member(to, "OversizeHandling"),
                    "OversizeHandling",
                    "CONTINUE",
                    place
                );
            }
        }
        return [new(Reach.Unknown, $"inspected field {Text(before)} → {Text(after)}", place)];
    }

    private static IEnumerable<StatementChange> Forwarded(
        JsonElement before,
        JsonElement after,
        string member,
        DocumentPath place
    ) =>
        JsonEquality.Differing(before, after).ToList() is ["FallbackBehavior"]
            ? Ranked(
                JsonEquality.Member(before, "FallbackBehavior"),
                JsonEquality.Member(after, "FallbackBehavior"),
                "FallbackBehavior",
                absent: null,
                place
            )
            : [new(Reach.Unknown, $"{member} {Text(before)} → {Text(after)}", place)];

    private static string Listed(IEnumerable<string> canonical) =>
        string.Join(", ", canonical.Select(item => item.Trim('"')).Order(StringComparer.Ordinal));

    private static string? Value(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) ? number : double.NaN;

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? "none" : AwsDocument.Of(element).Text;
}
