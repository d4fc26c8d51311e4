using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-cleartext-from-any: a stateful rule passes unencrypted traffic from any source.</summary>
public sealed class NfwCleartextFromAny : PassRuleCheck
{
    private static readonly ImmutableArray<string> InClear =
    [
        "http",
        "http1",
        "ftp",
        "ftp-data",
        "telnet",
        "smtp",
        "imap",
        "pop3",
        "tftp",
    ];

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-cleartext-from-any",
            Title = "A stateful rule passes unencrypted traffic from any source.",
            Rationale =
                "What is sent in clear can be read and changed on the way, and a pass rule also keeps the firewall's own "
                + "signatures from looking at it.",
            DoesNotCheck =
                "Whether what listens there only redirects to HTTPS, whether services on other ports encrypt, and rules that also "
                + "ask what is in the traffic.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.FirewallRuleGroup,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: who still comes in clear, and whether they are redirected, only the owner knows.",
            ManualFix =
                "End port 80 at a load balancer that redirects to HTTPS and pass 443 alone, or name the sources: aws "
                + "network-firewall update-rule-group.",
            Controls = [FirewallControls.Layers],
            Parameters =
            [
                SharedParameters.Ports(
                    ServiceSet.Tcp(21, 23, 25, 80, 110, 143, 389, 8080).Union(ServiceSet.Udp(69)),
                    "tcp/21, tcp/23, tcp/25, tcp/80, tcp/110, tcp/143, tcp/389, tcp/8080, udp/69",
                    "The services that are taken to be in clear."
                ),
                SharedParameters.MaxPublicAddresses,
            ],
            Triggers = NetworkFirewallTriggers.RuleGroup,
            References =
            [
                "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
            ],
        };

    private protected override string? Offence(FirewallRule rule, CheckContext context)
    {
        foreach (var traffic in Directions(rule).Where(traffic => IsFromAnywhere(traffic, context)))
        {
            if (InClear.Contains(traffic.Protocol, StringComparer.Ordinal))
            {
                return $"any source to {traffic.Destinations} by {traffic.Protocol}, in clear";
            }
            var clear = traffic.Services.Intersect(context.Settings.Services(CheckParameters.Ports));
            if (!clear.IsEmpty && !FirewallProtocols.IsApplication(traffic.Protocol))
            {
                return $"any source to {traffic.Destinations} on {clear}, in clear";
            }
        }
        return null;
    }
}
