using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-weakened: a firewall, its policy or a rule group keeps out less than it did, or tells of less.</summary>
public sealed class NfwWeakened : WeakenedCheck<DocumentState>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-weakened",
            Title = "A firewall, a firewall policy or a rule group is weaker than its baseline.",
            Rationale =
                "Each single setting may be within the policy, and the firewall still keep out less than what was agreed on: a drop "
                + "that became an alert, a rule group that is no longer used, a name taken off a list.",
            DoesNotCheck =
                "Resources without a baseline. A policy is compared without the content of its rule groups, which are compared "
                + "themselves; that a firewall follows another policy is for nfw-policy-replaced. That a policy uses another TLS "
                + "inspection configuration is told; what such a configuration itself decrypts is not read. What cannot be told to be "
                + "weaker or not is unknown.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.FirewallPolicy,
            OtherResourceTypes = [ResourceTypes.FirewallRuleGroup, ResourceTypes.Firewall],
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts back what became weaker, as the baseline has it, and leaves all other changes, those of other rules of the same "
                + "list among them; a ticket where both are at the same place or of the same rule.",
            ManualFix =
                "Put back what the evidence tells, or approve the present state as the baseline: remediate baseline approve.",
            Controls = [FirewallControls.Layers],
            Triggers =
            [
                .. NetworkFirewallTriggers.PolicyAndRuleGroup,
                .. NetworkFirewallTriggers.OfFirewall(
                    "AssociateSubnets",
                    "DisassociateSubnets",
                    "UpdateFirewallAnalysisSettings",
                    "UpdateFirewallDeleteProtection",
                    "UpdateFirewallEncryptionConfiguration",
                    "UpdateFirewallPolicyChangeProtection",
                    "UpdateLoggingConfiguration",
                    "UpdateSubnetChangeProtection"
                ),
            ],
            Surroundings = SurroundingKinds.Baseline,
            FixActions =
            [
                .. NetworkFirewallTriggers.FirewallFix,
                .. NetworkFirewallTriggers.PolicyFix,
                .. NetworkFirewallTriggers.RuleGroupFix,
            ],
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
            ],
        };
}
