using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-subnet-change-protection-off: one call would take the firewall out of a subnet.</summary>
public sealed class NfwSubnetChangeProtectionOff : FirewallProtectionCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-subnet-change-protection-off",
            Title = "A firewall is not protected against a change of its subnets.",
            Rationale =
                "A firewall that is taken out of a subnet no longer inspects the traffic of its zone, or cuts it off where routes "
                + "still lead to it.",
            DoesNotCheck = "Whether routes lead to the firewall.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Firewall,
            FixKind = FixKind.Automatic,
            FixDescription = "Switches the protection on.",
            ManualFix =
                "Switch it on: aws network-firewall update-subnet-change-protection --firewall-arn ARN "
                + "--subnet-change-protection.",
            Controls =
            [
                new("NetworkFirewall.10", "Network Firewall firewalls should have subnet change protection enabled"),
                FirewallControls.Layers,
            ],
            Triggers = NetworkFirewallTriggers.OfFirewall("UpdateSubnetChangeProtection"),
            FixActions = ["network-firewall:UpdateSubnetChangeProtection"],
            References = [FirewallControls.Reference],
        };

    private protected override string Member => "SubnetChangeProtection";

    private protected override bool IsOn(Firewall firewall) => firewall.SubnetChangeProtection;
}
