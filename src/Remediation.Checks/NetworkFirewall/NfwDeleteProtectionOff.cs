using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-delete-protection-off: one call would delete the firewall.</summary>
public sealed class NfwDeleteProtectionOff : FirewallProtectionCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-delete-protection-off",
            Title = "A firewall is not protected against deletion.",
            Rationale = "A firewall that is deleted, by mistake or by an intruder, inspects nothing any more.",
            DoesNotCheck = "Who may switch the protection off; that is a matter of IAM.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Firewall,
            FixKind = FixKind.Automatic,
            FixDescription = "Switches the protection on.",
            ManualFix =
                "Switch it on: aws network-firewall update-firewall-delete-protection --firewall-arn ARN --delete-protection.",
            Controls =
            [
                new("NetworkFirewall.9", "Network Firewall firewalls should have deletion protection enabled"),
                FirewallControls.Layers,
            ],
            Triggers = NetworkFirewallTriggers.OfFirewall("UpdateFirewallDeleteProtection"),
            FixActions = ["network-firewall:UpdateFirewallDeleteProtection"],
            References = [FirewallControls.Reference],
        };

    private protected override string Member => "DeleteProtection";

    private protected override bool IsOn(Firewall firewall) => firewall.DeleteProtection;
}
