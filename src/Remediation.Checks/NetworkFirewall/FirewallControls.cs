using Remediation.Core.Checks;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>The controls of AWS Security Hub on Network Firewall that the checks cover.</summary>
internal static class FirewallControls
{
    public const string Reference =
        "https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html";

    public static Control Layers { get; } = new("SEC05-BP02", "Control traffic flow within your network layers");
}
