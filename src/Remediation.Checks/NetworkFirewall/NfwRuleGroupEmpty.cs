using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-rule-group-empty: the rule group holds no rule.</summary>
public sealed class NfwRuleGroupEmpty : Check<FirewallRuleGroup>
{
    private static readonly DocumentPath Place = FirewallParts.RuleGroupContent.Then("RulesSource");

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-rule-group-empty",
            Title = "A rule group of a firewall holds no rule.",
            Rationale = "A policy that uses an empty rule group looks guarded, and nothing is kept out.",
            DoesNotCheck = "Whether some policy uses the rule group.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.FirewallRuleGroup,
            FixKind = FixKind.Automatic,
            FixDescription = "Puts back the rules of the baseline; a ticket where there is none.",
            ManualFix =
                "Give it rules, or take it out of its policies and delete it: aws network-firewall update-rule-group.",
            Controls =
            [
                new("NetworkFirewall.6", "Stateless Network Firewall rule group should not be empty"),
                FirewallControls.Layers,
            ],
            Triggers = NetworkFirewallTriggers.RuleGroup,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = NetworkFirewallTriggers.RuleGroupFix,
            References = [FirewallControls.Reference],
        };

    protected override CheckResult Evaluate(FirewallRuleGroup state, CheckContext context) =>
        state.IsEmpty
            ? CheckResult.Fail(
                new Evidence("at least one rule", "it holds no rule")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = RulesOf(context) is null ? null : DocumentChange.At(Place),
                }
            )
            : CheckResult.Pass;

    protected override DesiredState Desired(FirewallRuleGroup state, CheckContext context) =>
        RulesOf(context) is { } rules
            ? DesiredState.Of(DocumentFix.With(state, Place, rules))
            : DesiredState.None("there is no baseline with rules; approve one, or write the rules by hand");

    private static AwsDocument? RulesOf(CheckContext context) =>
        context.Surroundings.Baseline.Value is FirewallRuleGroup { IsEmpty: false } baseline
            ? DocumentFix.At(baseline, Place)
            : null;
}
