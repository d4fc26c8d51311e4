using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-web-acl-empty: the web ACL lets every request through.</summary>
public sealed class WafWebAclEmpty : Check<WebAcl>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-web-acl-empty",
            Title = "A web ACL has no rules and lets everything through.",
            Rationale =
                "It looks like protection, is associated like protection, and does nothing. Emptying a web ACL switches it off "
                + "without any alarm about an association that is gone.",
            DoesNotCheck =
                "Whether the rules that are there keep anything out. Rules that Shield Advanced puts in during an attack do not "
                + "count as rules; rule groups of Firewall Manager do.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts back the rules of the last compliant state, or where that had none, its default action. Without one, a "
                + "ticket says what is missing.",
            ManualFix =
                "Add rules to the web ACL, such as AWSManagedRulesCommonRuleSet, or set its default action to Block.",
            Controls = [new("WAF.10", "AWS WAF web ACLs should have at least one rule or rule group")],
            Triggers = WafTriggers.WebAcl,
            Surroundings = SurroundingKinds.Baseline | SurroundingKinds.Neighbours,
            FixActions = WafTriggers.WebAclFix,
            References =
            [
                "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        if (state.Rules.Any(IsOwn) || FirewallManagerGroups.Any(state))
        {
            return CheckResult.Pass;
        }
        if (!state.AreRulesTold)
        {
            // What cannot be read of the state is told beside whatever a check says.
            return CheckResult.Pass;
        }
        return state.DefaultAction switch
        {
            WafActionKind.Unknown => CheckResult.Unknown(
                "it has no rules, and its default action is not one that is known"
            ),
            WafActionKind.Allow => CheckResult.Fail(
                new Evidence("no rules, default action Allow", "every request passes")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = context.Baseline<WebAcl>() is { } baseline
                        ? DocumentChange.At([.. Places(state, baseline)])
                        : null,
                }
            ),
            _ => CheckResult.Pass,
        };
    }

    protected override DesiredState Desired(WebAcl state, CheckContext context)
    {
        if (
            context.Baseline<WebAcl>() is not { } baseline
            || (!baseline.Rules.Any(IsOwn) && baseline.DefaultAction != WafActionKind.Block)
        )
        {
            return context.Missing("the rules that it had", "add rules, or set its default action to Block");
        }
        var obstacle = baseline
            .Rules.Where(IsOwn)
            .Select(rule => RulePlacement.Obstacle(rule, context))
            .FirstOrDefault(reason => reason is not null);
        return obstacle is null
            ? DesiredState.Of(DocumentRestoration.Restored(state, baseline, Places(state, baseline)))
            : DesiredState.None(obstacle);
    }

    private static List<DocumentPath> Places(WebAcl state, WebAcl baseline)
    {
        var rules = baseline.Rules.Where(IsOwn).Select(rule => rule.Path).ToList();
        return rules.Count > 0 ? rules : [state.Path.Then("DefaultAction")];
    }

    private static bool IsOwn(WafRule rule) => !rule.IsShieldMitigation;
}
