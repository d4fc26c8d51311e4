using Remediation.Core.Checks;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-open-admin-port: the internet can reach SSH or RDP.</summary>
public sealed class SgOpenAdminPort : OpenRulesCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-open-admin-port",
            Title = "A security group lets the internet reach an administration port.",
            Rationale =
                "SSH and RDP on the internet are found by scanners within minutes and attacked without pause. Nobody needs them "
                + "from everywhere: a VPN, a bastion or Session Manager serves.",
            DoesNotCheck =
                "Whether the group is attached to anything that listens, or has a public address; and the members of security "
                + "groups that a rule refers to.",
            Severity = Severity.Critical,
            ResourceType = Core.Resources.ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes exactly the administration ports out of each offending rule: with fix remove for all of the rule's "
                + "addresses, with fix narrow for all but the trusted sources. The rest of the rule stays, with its description "
                + "and tags.",
            ManualFix =
                "Revoke the rule by its id, or change its source to the addresses of your administrators: "
                + "aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE.",
            Controls =
            [
                new("EC2.13", "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22"),
                new("EC2.14", "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 3389"),
                new(
                    "EC2.53",
                    "EC2 security groups should not allow ingress from 0.0.0.0/0 to remote server administration ports"
                ),
                new(
                    "EC2.54",
                    "EC2 security groups should not allow ingress from ::/0 to remote server administration ports"
                ),
                new(
                    "CIS-5.3",
                    "Ensure no security groups allow ingress from 0.0.0.0/0 to remote server administration ports"
                ),
                new(
                    "CIS-5.4",
                    "Ensure no security groups allow ingress from ::/0 to remote server administration ports"
                ),
            ],
            Parameters =
            [
                SharedParameters.Ports(
                    SharedParameters.TcpAndUdp(22, 3389),
                    "22, 3389",
                    "The administration ports that must not be open."
                ),
                SharedParameters.MaxPublicAddresses,
                .. SharedParameters.Replacement,
            ],
            Triggers = SecurityGroupTriggers.Ingress,
            Surroundings = SurroundingKinds.PrefixLists,
            FixActions = SecurityGroupTriggers.IngressFix,
            References =
            [
                "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            ],
        };

    private protected override Direction Direction => Direction.Ingress;

    private protected override ServiceSet Watched(EffectiveSettings settings) =>
        settings.Services(CheckParameters.Ports);
}
