using Remediation.Core.Checks;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-open-unauthorized-port: the internet can reach anything but the authorised ports.</summary>
public sealed class SgOpenUnauthorizedPort : OpenRulesCheck
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-open-unauthorized-port",
            Title = "A security group lets the internet reach a port that is not authorised for it.",
            Rationale =
                "What is meant for the internet is a short list. Everything else that is open to it is a mistake or a way in.",
            DoesNotCheck = "Whether the group is attached to anything that listens on an authorised port or another.",
            Severity = Severity.High,
            ResourceType = Core.Resources.ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes everything but the authorised ports out of each offending rule, as sg-open-admin-port does for its ports.",
            ManualFix =
                "Revoke the rule by its id, or change its source: "
                + "aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE.",
            Controls =
            [
                new("EC2.18", "Security groups should only allow unrestricted incoming traffic for authorized ports"),
            ],
            Parameters =
            [
                SharedParameters.Ports(
                    ServiceSet.Tcp(80, 443),
                    "tcp/80, tcp/443",
                    "The authorised ports: all that may be open to the internet."
                ),
                SharedParameters.MaxPublicAddresses,
                .. SharedParameters.Replacement,
            ],
            Triggers = SecurityGroupTriggers.Ingress,
            Surroundings = SurroundingKinds.PrefixLists,
            FixActions = SecurityGroupTriggers.IngressFix,
            References = ["https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18"],
        };

    private protected override Direction Direction => Direction.Ingress;

    private protected override ServiceSet Watched(EffectiveSettings settings) =>
        settings.ServicesOtherThan(CheckParameters.Ports);
}
