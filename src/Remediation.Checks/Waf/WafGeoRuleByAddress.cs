using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-geo-rule-by-address: a rule that is said to be about countries is a list of addresses.</summary>
public sealed partial class WafGeoRuleByAddress : Check<WebAcl>
{
    private const string GeoLabel = "awswaf:clientip:geo:";

    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "geo",
        "geography",
        "geographic",
        "geoip",
        "geoblock",
        "geoblocking",
        "geofence",
        "geolocation",
        "geomatch",
        "country",
        "countries",
        "nation",
        "nations"
    );

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-geo-rule-by-address",
            Title = "A rule that is named for countries matches a list of addresses instead.",
            Rationale =
                "A list of addresses is no list of countries: addresses move between countries every day, and a short list keeps "
                + "nearly all of an allowed country out. Whoever reads the rule's name believes in a control that is not there.",
            DoesNotCheck =
                "Rules whose names say nothing of countries, whether the countries are the right ones, and rules by headers that a "
                + "proxy puts the country into.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: which countries are meant, only its owner knows.",
            ManualFix =
                "Use a GeoMatchStatement with the country codes that are meant, or name the rule for what it is: a list of addresses.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = [.. WafTriggers.WebAcl, .. WafTriggers.RuleGroup],
            Surroundings = SurroundingKinds.Neighbours,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html",
                "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-ipset-match.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var evidence = new List<Evidence>();
        var unknowns = new List<string>();
        foreach (var rule in state.Rules.Where(rule => !rule.IsShieldMitigation && IsNamedForCountries(rule.Name)))
        {
            if (WafGroup.Of(rule.Statement) is { Arn: { } arn } && context.Surroundings.Neighbour(arn).Value is null)
            {
                unknowns.Add(
                    $"whether rule group {arn}, which rule '{rule.Name}' uses, matches countries is not known"
                );
                continue;
            }
            var statements = StatementsOf(rule, context).ToList();
            var sets = statements.Where(statement => statement.Type == WafStatement.IpSetReference).ToList();
            if (sets.Count > 0 && !statements.Exists(IsByCountry))
            {
                evidence.Add(Of(rule, sets));
            }
        }
        return CheckResult.Of([.. evidence], [.. unknowns], []);
    }

    // A rule group's own rules are what a rule that only uses it does.
    private static IEnumerable<WafStatement> StatementsOf(WafRule rule, CheckContext context) =>
        WafGroup.Of(rule.Statement) is { Arn: { } arn }
        && context.Surroundings.Neighbour(arn).Value is WafRuleGroup group
            ? group.Rules.SelectMany(inner => inner.Statement.WithAllInner)
            : rule.Statement.WithAllInner;

    private static bool IsByCountry(WafStatement statement) =>
        statement.Type == WafStatement.GeoMatch
        || (
            statement.Type == WafStatement.LabelMatch
            && statement.Body.Text("Key").StartsWith(GeoLabel, StringComparison.Ordinal)
        );

    private static bool IsNamedForCountries(string name) =>
        NameWords().Matches(name).Any(word => Words.Contains(word.Value));

    private Evidence Of(WafRule rule, List<WafStatement> sets)
    {
        var names = sets.Select(set => WafArn.Parse(set.ReferencedArn)?.Name ?? set.ReferencedArn)
            .Distinct(StringComparer.Ordinal);
        return new(
            $"{rule.Effect.ToString().ToLowerInvariant()} {(sets.Exists(set => set.IsNegated) ? "what is not in" : "what is in")} IP set {string.Join(", ", names)}",
            "its name says countries, and it matches a list of addresses"
        )
        {
            Rule = rule.Name,
            Severity = Metadata.Severity,
        };
    }

    // GeoBlockRule, geo-block, GEO_BLOCK and GEOBlock are all made of the word geo and others.
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameWords();
}
