using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-pass-any: a stateful rule passes whatever the internet sends, or more than the policy's flows allow a tier.</summary>
public sealed class NfwPassAny : PassRuleCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-pass-any",
            Title =
                "A stateful rule passes traffic from anywhere beyond the allowed ports, from anywhere to anywhere, or to a tier beyond its "
                + "flows.",
            Rationale =
                "What a pass rule matches no later rule is asked about: a pass from any source undoes the signatures, lists and "
                + "drops behind it.",
            DoesNotCheck =
                "Rules that also ask what is in the traffic, such as a host name, and stateless rules. Which of a rule's two ends "
                + "is inside is not known where variables are left to their defaults. Flows are held against rules to addresses that are "
                + "known to be a tier's, from sources that may not be those of a tier whose addresses are not known.",
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
            Surroundings = SurroundingKinds.Subnets,
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
            ],
        };

    public override SurroundingKinds SurroundingsUnder(Policy policy) =>
        policy.Flows.IsEmpty || !policy.Tiers.Values.Any(tier => tier.NeedsSubnets)
            ? SurroundingKinds.None
            : Metadata.Surroundings;

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
        return context.Flows.IsEmpty
            ? null
            : Directions(rule)
                .Where(traffic => traffic.IsExact)
                .Select(traffic => BeyondFlows(traffic, context))
                .FirstOrDefault(offence => offence is not null);
    }

    private static string? BeyondFlows(FirewallTraffic traffic, CheckContext context)
    {
        var addresses = context.Flows.Addresses(context.Surroundings.Subnets);
        foreach (var tier in context.Tiers.All.Where(addresses.AreToldOf))
        {
            var inside = addresses.Of(tier.Name);
            // What stays within the tier's own blocks need not come by a firewall.
            if (!traffic.Destinations.Known.Overlaps(inside))
            {
                continue;
            }
            var flows = context.Flows.Of(Direction.Ingress, [tier]).By(addresses);
            var passed = TrafficSet.Of(traffic.Services, traffic.Sources.Known.Except(inside));
            var among = Internet.Space.Overlaps(traffic.Sources.Known) ? Internet.Private : AddressSet.Empty;
            var untold = flows.Untold.Aggregate(ServiceSet.Empty, (all, item) => all.Union(item.Services));
            var beyond = passed
                .Except(flows.Allowed)
                .Except(TrafficSet.Of(flows.WithInternet, among))
                .Except(TrafficSet.Of(untold, flows.UntoldAddresses));
            if (!beyond.IsEmpty)
            {
                return $"{beyond.ToString("from")} to tier '{tier.Name}', which no flow allows";
            }
        }
        return null;
    }
}
