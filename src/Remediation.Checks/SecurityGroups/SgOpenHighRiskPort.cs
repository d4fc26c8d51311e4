using Remediation.Core.Checks;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>sg-open-high-risk-port: the internet can reach a port that is attacked more than most.</summary>
public sealed class SgOpenHighRiskPort : OpenRulesCheck
{
    private const string DefaultPorts =
        "20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, "
        + "8888, 9200, 9300";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "sg-open-high-risk-port",
            Title = "A security group lets the internet reach a high-risk port.",
            Rationale =
                "Databases, file shares, clear-text protocols and development servers on these ports are what automated attacks "
                + "try first, and few of them were built to face the internet.",
            DoesNotCheck =
                "Ports that are not in the list, and whether anything listens. Port 8080 or 8088 may be a public website in your "
                + "network: give the check your own list.",
            Severity = Severity.High,
            ResourceType = Core.Resources.ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes exactly the high-risk ports out of each offending rule, as sg-open-admin-port does for its ports.",
            ManualFix =
                "Revoke the rule by its id, or change its source: "
                + "aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE.",
            Controls =
            [
                new("EC2.19", "Security groups should not allow unrestricted access to ports with high risk"),
                new("CIS-5.1.2", "Ensure CIFS access is restricted to trusted networks"),
            ],
            Parameters =
            [
                SharedParameters.Ports(
                    SharedParameters.TcpAndUdp(
                        20,
                        21,
                        22,
                        23,
                        25,
                        110,
                        135,
                        143,
                        445,
                        1433,
                        1434,
                        3000,
                        3306,
                        3389,
                        4333,
                        5000,
                        5432,
                        5500,
                        5601,
                        8080,
                        8088,
                        8888,
                        9200,
                        9300
                    ),
                    DefaultPorts,
                    "The ports that must not be open."
                ),
                SharedParameters.MaxPublicAddresses,
                .. SharedParameters.Replacement,
            ],
            Triggers = SecurityGroupTriggers.Ingress,
            Surroundings = SurroundingKinds.PrefixLists,
            FixActions = SecurityGroupTriggers.IngressFix,
            References = ["https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19"],
        };

    private protected override Direction Direction => Direction.Ingress;

    private protected override ServiceSet Watched(EffectiveSettings settings) =>
        settings.Services(CheckParameters.Ports);
}
