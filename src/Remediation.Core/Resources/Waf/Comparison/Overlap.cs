namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Whether two statements can match the same request, as far as their structure tells.</summary>
internal static class Overlap
{
    /// <summary>Whether no request matches both.</summary>
    public static bool IsNone(WafStatement one, WafStatement other) =>
        IsNegation(one, other)
        || IsNegation(other, one)
        || (one.Type, other.Type) switch
        {
            (WafStatement.And, _) => one.Inner.Any(item => IsNone(item, other)),
            (_, WafStatement.And) => other.Inner.Any(item => IsNone(one, item)),
            (WafStatement.Or, _) => one.Inner.All(item => IsNone(item, other)),
            (_, WafStatement.Or) => other.Inner.All(item => IsNone(one, item)),
            (WafStatement.RateBased or WafStatement.ManagedRuleGroup, _) => one.ScopedDownTo is { } scope
                && IsNone(scope, other),
            (_, WafStatement.RateBased or WafStatement.ManagedRuleGroup) => other.ScopedDownTo is { } scope
                && IsNone(one, scope),
            (WafStatement.GeoMatch, WafStatement.GeoMatch) => AreOtherCountries(one, other),
            _ => false,
        };

    /// <summary>Whether all requests that the one matches are known to match the other.</summary>
    public static bool IsWithin(WafStatement one, WafStatement other) =>
        StatementComparison.Same(one, other)
        || (other.Type == WafStatement.Or && other.Inner.Any(item => IsWithin(one, item)))
        || (one.Type == WafStatement.And && one.Inner.Any(item => IsWithin(item, other)));

    private static bool IsNegation(WafStatement one, WafStatement other) =>
        one.Type == WafStatement.Not && one.Inner.Any(item => IsWithin(other, item));

    private static bool AreOtherCountries(WafStatement one, WafStatement other) =>
        SourceOf(one) == SourceOf(other)
        && !(MatchesWithoutCountry(one) && MatchesWithoutCountry(other))
        && !CountriesOf(one).Overlaps(CountriesOf(other));

    // What the header says is the client's choice: where it is no address, both match.
    private static bool MatchesWithoutCountry(WafStatement statement) =>
        JsonEquality.Member(JsonEquality.Member(statement.Body, "ForwardedIPConfig"), "FallbackBehavior").ToString()
        == "MATCH";

    private static string SourceOf(WafStatement statement) =>
        JsonEquality.Canonical(JsonEquality.Member(statement.Body, "ForwardedIPConfig"));

    private static HashSet<string> CountriesOf(WafStatement statement) =>
        JsonEquality.Elements(JsonEquality.Member(statement.Body, "CountryCodes"));
}
