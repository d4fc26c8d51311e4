using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-pass-any: a stateful rule passes whatever the internet sends.</summary>
public sealed class NfwPassAny : PassRuleCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-pass-any",
            Title =
                "A stateful rule passes traffic from anywhere beyond the allowed ports, or from anywhere to anywhere.",
            Rationale =
                "What a pass rule matches no later rule is asked about: a pass from any source undoes the signatures, lists and "
                + "drops behind it.",
            DoesNotCheck =
                "Rules that also ask what is in the traffic, such as a host name, and stateless rules. Which of a rule's two ends "
                + "is inside is not known where variables are left to their defaults.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.FirewallRuleGroup,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: what the rule is for only its author knows. Where a baseline lacks it, nfw-weakened takes it back.",
            ManualFix =
                "Name the sources, destinations and ports that are needed, or use alert in place of pass: aws network-firewall "
                + "update-rule-group.",
            Controls = [FirewallControls.Layers],
            Parameters =
            [
                SharedParameters.Ports(
                    ServiceSet.Tcp(80, 443),
                    "tcp/80, tcp/443",
                    "The services that may be passed from any source to a destination that is named."
                ),
                SharedParameters.MaxPublicAddresses,
            ],
            Triggers = NetworkFirewallTriggers.RuleGroup,
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
            ],
        };

    private protected override string? Offence(FirewallRule rule, CheckContext context)
    {
        foreach (var traffic in Directions(rule).Where(traffic => IsFromAnywhere(traffic, context)))
        {
            if (context.Internet.Of(traffic.Destinations.Known) == Exposure.Anywhere)
            {
                return $"{traffic.Services} from anywhere to anywhere";
            }
            var beyond = traffic.Services.Intersect(context.Settings.ServicesOtherThan(CheckParameters.Ports));
            if (!beyond.IsEmpty && !FirewallProtocols.IsApplication(traffic.Protocol))
            {
                return $"{beyond} from any source to {traffic.Destinations}";
            }
        }
        return null;
    }
}
