using Remediation.Core.Checks;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-unrestricted-egress: members can send to the internet what they need not.</summary>
public sealed class SgUnrestrictedEgress : OpenRulesCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-unrestricted-egress",
            Title = "A security group lets its members reach the internet beyond the allowed egress ports.",
            Rationale =
                "Free egress is how stolen data leaves and how malware calls home. Workloads need few services of the internet.",
            DoesNotCheck =
                "Where on the internet allowed ports lead, and traffic to private networks, which this check never takes away.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes everything but the allowed ports to the internet out of each offending rule. What the rule allows to "
                + "private networks (RFC 1918, RFC 6598, RFC 4193) and to trusted addresses stays.",
            ManualFix =
                "Authorise what the workload needs, then revoke the open rule: "
                + "aws ec2 revoke-security-group-egress --group-id GROUP --security-group-rule-ids RULE.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                SharedParameters.Ports(
                    ServiceSet.Tcp(53, 443).Union(ServiceSet.Udp(53)),
                    "tcp/443, tcp/53, udp/53",
                    "The services that may go to the internet."
                ),
                SharedParameters.MaxPublicAddresses,
                .. SharedParameters.Replacement,
            ],
            Triggers = SecurityGroupTriggers.Egress,
            Surroundings = SurroundingKinds.PrefixLists,
            FixActions = SecurityGroupTriggers.EgressFix,
            References =
            [
                "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
            ],
        };

    private protected override Direction Direction => Direction.Egress;

    private protected override ServiceSet Watched(EffectiveSettings settings) =>
        settings.ServicesOtherThan(CheckParameters.Ports);

    // Most groups start with "all traffic to anywhere", by which the workload also reaches its own networks.
    private protected override AddressSet Kept(CheckContext context) =>
        Internet.RoutablePrivate.Union(context.Internet.Trusted);
}
