using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-single-az: the firewall stands in one zone.</summary>
public sealed class NfwSingleAz : Check<Firewall>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-single-az",
            Title = "A firewall has endpoints in fewer than two availability zones.",
            Rationale =
                "When its one zone fails, traffic is either cut off or, by whoever mends that in a hurry, led around the firewall.",
            DoesNotCheck = "Whether each zone's traffic is led to the endpoint of that zone.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Firewall,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: another zone needs a subnet and routes, which somebody has to plan.",
            ManualFix =
                "Make a firewall subnet in another zone and lead its traffic there: aws network-firewall associate-subnets "
                + "--firewall-arn ARN --subnet-mappings SubnetId=SUBNET.",
            Controls =
            [
                new(
                    "NetworkFirewall.1",
                    "Network Firewall firewalls should be deployed across multiple Availability Zones"
                ),
            ],
            Triggers = NetworkFirewallTriggers.OfFirewall(
                "AssociateSubnets",
                "DisassociateSubnets",
                "AssociateAvailabilityZones",
                "DisassociateAvailabilityZones"
            ),
            References = [FirewallControls.Reference],
        };

    // A firewall takes at most one subnet of each zone.
    protected override CheckResult Evaluate(Firewall state, CheckContext context)
    {
        var subnets = state
            .Subnets.DistinctBy(subnet => subnet.SubnetId, StringComparer.Ordinal)
            .Select(subnet => subnet.SubnetId);
        var places = subnets.Concat(state.Zones.Distinct(StringComparer.Ordinal)).ToList();
        return places.Count >= 2
            ? CheckResult.Pass
            : CheckResult.Fail(
                new Evidence(
                    "endpoints in two zones or more",
                    places.Count == 0 ? "no endpoint at all" : $"only in {places[0]}"
                )
                {
                    Severity = Metadata.Severity,
                }
            );
    }
}
