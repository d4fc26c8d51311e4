using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-allow-shadows-block: a rule lets so much through that the rules after it see nothing.</summary>
public sealed class WafAllowShadowsBlock : Check<WebAcl>
{
    private const int MostTold = 4;

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-allow-shadows-block",
            Title = "A rule that allows nearly everything stands before rules that keep requests out.",
            Rationale =
                "A request that a rule allows is not looked at any more. One broad Allow with a low priority number switches all "
                + "rules after it off, and none of them looks different for it.",
            DoesNotCheck =
                "Labels, which count as narrow; regular expressions other than those that plainly match everything; and whether "
                + "several narrow Allow rules together are broad. What the client itself chooses and every visitor sends, such as the "
                + "host, counts as everything.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: what the rule is meant to let through, only its owner knows; putting it behind the others can keep visitors out.",
            ManualFix =
                "Narrow the rule to what it is for, or give it a higher priority number than the rules that keep requests out; to make "
                + "an exception from one rule, scope that rule down instead.",
            Parameters = [SharedParameters.MaxPublicAddresses],
            Triggers =
            [
                .. WafTriggers.WebAcl,
                .. WafTriggers.RuleGroup,
                .. WafTriggers.IpSet,
                "wafv2:UpdateRegexPatternSet",
            ],
            Surroundings = SurroundingKinds.Neighbours,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html",
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var evidence = new List<Evidence>();
        var unknowns = new List<string>();
        foreach (var rule in state.Rules.Where(rule => !rule.IsShieldMitigation))
        {
            var shadowed = ShadowedBy(rule, state).ToList();
            if (shadowed.Count == 0)
            {
                continue;
            }
            foreach (var allow in AllowsOf(rule, context, unknowns))
            {
                switch (StatementBreadth.Of(allow.Statement, context).IsBroad)
                {
                    case true:
                        evidence.Add(Of(rule, allow, shadowed));
                        break;
                    case null:
                        unknowns.Add(
                            $"how much rule '{allow.Name}' allows before others keep requests out is not known"
                        );
                        break;
                    default:
                        break;
                }
            }
        }
        return CheckResult.Of([.. evidence], [.. unknowns], []);
    }

    // The rule itself, or those of the account's own rule group that it uses and that are not overridden.
    private static IEnumerable<WafRule> AllowsOf(WafRule rule, CheckContext context, List<string> unknowns)
    {
        if (rule.Action == WafActionKind.Allow)
        {
            return [rule];
        }
        if (rule.Effect == WafRuleEffect.Counts || WafGroup.Of(rule.Statement) is not { Arn: { } arn } used)
        {
            return [];
        }
        if (context.Surroundings.Neighbour(arn).Value is not WafRuleGroup group)
        {
            unknowns.Add($"what rule group {arn}, which rule '{rule.Name}' uses, allows is not known");
            return [];
        }
        return group.Rules.Where(inner =>
            (used.Overrides.LastOrDefault(item => item.Rule == inner.Name)?.Action ?? inner.Action)
            == WafActionKind.Allow
        );
    }

    // Rules of equal priority cannot be; what comes after in the order of evaluation never sees what is allowed.
    private static IEnumerable<string> ShadowedBy(WafRule allow, WebAcl state)
    {
        foreach (
            var rule in state
                .Rules.SkipWhile(rule => rule != allow)
                .Where(rule => rule != allow && rule.Effect == WafRuleEffect.Keeps)
        )
        {
            yield return rule.Name;
        }
        foreach (var name in FirewallManagerGroups.NamesAfter(state))
        {
            yield return $"{name} of Firewall Manager";
        }
        if (state.DefaultAction == WafActionKind.Block)
        {
            yield return "the default action Block";
        }
    }

    private Evidence Of(WafRule rule, WafRule allow, List<string> shadowed)
    {
        return new(
            $"allows by {allow.Statement.Type}{(allow == rule ? "" : $", in rule {allow.Name} of its rule group")}",
            $"what it allows is nearly everything, and never comes to {NameList.Of(shadowed, MostTold)}"
        )
        {
            Rule = rule.Name,
            Severity = Metadata.Severity,
        };
    }
}
