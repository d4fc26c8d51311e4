using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-stateless-default-pass: packets that no stateless rule matches are let through unseen.</summary>
public sealed class NfwStatelessDefaultPass : DefaultPassCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-stateless-default-pass",
            Title = "A firewall policy passes packets that no stateless rule matches.",
            Rationale =
                "What is passed by default is never shown to the stateful rules, so that they keep out nothing of it.",
            DoesNotCheck = "What the stateful rules then do with it.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.FirewallPolicy,
            FixKind = FixKind.Automatic,
            FixDescription = "Forwards such packets to the stateful rules (aws:forward_to_sfe) instead.",
            ManualFix =
                "Set StatelessDefaultActions to aws:forward_to_sfe or aws:drop: aws network-firewall update-firewall-policy.",
            Controls =
            [
                new(
                    "NetworkFirewall.4",
                    "The default stateless action for Network Firewall policies should be drop or forward for full packets"
                ),
                FirewallControls.Layers,
            ],
            Triggers = NetworkFirewallTriggers.Policy,
            FixActions = NetworkFirewallTriggers.PolicyFix,
            References = [FirewallControls.Reference],
        };

    private protected override string Member => "StatelessDefaultActions";

    private protected override ImmutableArray<string> Actions(FirewallPolicy policy) => policy.StatelessDefaultActions;
}
