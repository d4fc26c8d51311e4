using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-no-rule-groups: the policy asks no rules.</summary>
public sealed class NfwNoRuleGroups : Check<FirewallPolicy>
{
    private static readonly ImmutableArray<DocumentPath> Places =
    [
        FirewallParts.PolicyContent.Then("StatelessRuleGroupReferences"),
        FirewallParts.PolicyContent.Then("StatefulRuleGroupReferences"),
    ];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-no-rule-groups",
            Title = "A firewall policy uses no rule group.",
            Rationale = "A policy without rule groups treats all traffic alike: all is let through, or none.",
            DoesNotCheck = "What the rule groups hold.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.FirewallPolicy,
            FixKind = FixKind.Automatic,
            FixDescription = "Puts back the rule groups of the baseline; a ticket where there is none.",
            ManualFix = "Add the rule groups that the network needs: aws network-firewall update-firewall-policy.",
            Controls =
            [
                new("NetworkFirewall.3", "Network Firewall policies should have at least one rule group associated"),
                FirewallControls.Layers,
            ],
            Triggers = NetworkFirewallTriggers.Policy,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = NetworkFirewallTriggers.PolicyFix,
            References = [FirewallControls.Reference],
        };

    protected override CheckResult Evaluate(FirewallPolicy state, CheckContext context) =>
        state.StatelessGroups.IsEmpty && state.StatefulGroups.IsEmpty
            ? CheckResult.Fail(
                new Evidence("at least one rule group", "no rule group is used")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = HasGroups(context.Surroundings.Baseline.Value) ? new DocumentChange(Places) : null,
                }
            )
            : CheckResult.Pass;

    protected override DesiredState Desired(FirewallPolicy state, CheckContext context)
    {
        if (context.Surroundings.Baseline.Value is not FirewallPolicy baseline || !HasGroups(baseline))
        {
            return DesiredState.None(
                "there is no baseline with rule groups; approve one, or add the rule groups by hand"
            );
        }
        DocumentState desired = state;
        foreach (var place in Places)
        {
            desired = DocumentFix.At(baseline, place) is { } groups
                ? DocumentFix.With(desired, place, groups)
                : desired;
        }
        return DesiredState.Of(desired);
    }

    private static bool HasGroups(ResourceState? baseline) =>
        baseline is FirewallPolicy policy && policy.StatelessGroups.Length + policy.StatefulGroups.Length > 0;
}
