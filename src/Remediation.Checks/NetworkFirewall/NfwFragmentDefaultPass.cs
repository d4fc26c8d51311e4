using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-fragment-default-pass: fragments that no stateless rule matches are let through unseen.</summary>
public sealed class NfwFragmentDefaultPass : DefaultPassCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-fragment-default-pass",
            Title = "A firewall policy passes fragments of packets that no stateless rule matches.",
            Rationale = "Cutting packets into fragments is an old way past filters that look at whole packets only.",
            DoesNotCheck = "What the stateful rules then do with them.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.FirewallPolicy,
            FixKind = FixKind.Automatic,
            FixDescription = "Forwards such fragments to the stateful rules (aws:forward_to_sfe) instead.",
            ManualFix =
                "Set StatelessFragmentDefaultActions to aws:forward_to_sfe or aws:drop: aws network-firewall "
                + "update-firewall-policy.",
            Controls =
            [
                new(
                    "NetworkFirewall.5",
                    "The default stateless action for Network Firewall policies should be drop or forward for fragmented packets"
                ),
                FirewallControls.Layers,
            ],
            Triggers = NetworkFirewallTriggers.Policy,
            FixActions = NetworkFirewallTriggers.PolicyFix,
            References = [FirewallControls.Reference],
        };

    private protected override string Member => "StatelessFragmentDefaultActions";

    private protected override ImmutableArray<string> Actions(FirewallPolicy policy) => policy.FragmentDefaultActions;
}
