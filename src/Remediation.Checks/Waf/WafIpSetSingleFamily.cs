using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-ip-set-single-family: lists of addresses that forget one of the two families.</summary>
public sealed class WafIpSetSingleFamily : Check<WebAcl>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-ip-set-single-family",
            Title = "A list of addresses that a web ACL decides by is of one address family alone.",
            Rationale =
                "An IP set holds IPv4 or IPv6, never both. A rule that blocks whatever is not in an IPv4 set blocks all of IPv6; an "
                + "allow list of IPv4 lets nobody in over IPv6; and whoever is blocked over IPv4 comes again over IPv6.",
            DoesNotCheck =
                "Whether what is protected can be reached over both families, and whether the lists of both families mean the same "
                + "clients. Allow lists and block lists are looked at over all rules of the web ACL; blocking what is not in a list "
                + "rule by rule, since each such rule blocks by itself; lists within rule groups not at all.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: which addresses the other family's list has to hold, only its owner knows.",
            ManualFix =
                "Make an IP set of the other family and refer to both: within a NotStatement joined by an OrStatement, for allow and "
                + "block lists in the same rule or one more.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = WafTriggers.WebAcl,
            Surroundings = SurroundingKinds.Neighbours,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-ipset-match.html",
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var uses = state
            .Rules.Where(rule => !rule.IsShieldMitigation)
            .SelectMany(rule => UsesIn(rule, context))
            .ToList();
        var evidence = new List<Evidence>();
        var unknowns = new List<string>();
        foreach (
            var list in uses.GroupBy(use => (use.Purpose, Rule: use.Purpose == Purpose.BlockOthers ? use.Rule : ""))
        )
        {
            var families = list.Select(use => use.Family).Distinct(StringComparer.Ordinal).ToList();
            if (families.Contains(""))
            {
                unknowns.Add(
                    $"the address family of IP set {list.First(use => use.Family.Length == 0).Set} is not known"
                );
            }
            else if (families is [var only])
            {
                evidence.Add(Of([.. list], only));
            }
        }
        return CheckResult.Of([.. evidence], [.. unknowns], []);
    }

    private static IEnumerable<Use> UsesIn(WafRule rule, CheckContext context) =>
        rule
            .Statement.WithAllInner.Where(statement => statement.Type == WafStatement.IpSetReference)
            .Select(statement => (Statement: statement, Purpose: PurposeOf(rule.Effect, statement.IsNegated)))
            .Where(use => use.Purpose is not null)
            .Select(use => new Use(
                rule.Name,
                WafArn.Parse(use.Statement.ReferencedArn)?.Name ?? use.Statement.ReferencedArn ?? "",
                use.Purpose!.Value,
                context.Surroundings.Neighbour(use.Statement.ReferencedArn ?? "").Value is IpSet set
                    ? SetAddresses.FamilyOf(set)
                    : ""
            ));

    // An Allow for whatever is not in a list leaves out nobody for its family.
    private static Purpose? PurposeOf(WafRuleEffect effect, bool isNegated) =>
        (effect, isNegated) switch
        {
            (WafRuleEffect.Allows, false) => Purpose.Allow,
            (WafRuleEffect.Keeps, false) => Purpose.Block,
            (WafRuleEffect.Keeps, true) => Purpose.BlockOthers,
            _ => null,
        };

    private Evidence Of(List<Use> list, string family)
    {
        var (own, other) = family == "IPV4" ? ("IPv4", "IPv6") : ("IPv6", "IPv4");
        var sets = string.Join(", ", list.Select(use => use.Set).Distinct(StringComparer.Ordinal));
        var consequence = list[0].Purpose switch
        {
            Purpose.BlockOthers => $"every {other} client is kept out, since none is in it",
            Purpose.Allow => $"no {other} client is let through by it",
            _ => $"whom it keeps out over {own} comes in over {other}",
        };
        return new($"IP set {sets} holds {own} alone", consequence)
        {
            Rule = list[0].Rule,
            Severity = Metadata.Severity,
        };
    }

    private enum Purpose
    {
        Allow,
        Block,
        BlockOthers,
    }

    private sealed record Use(string Rule, string Set, Purpose Purpose, string Family);
}
