using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.Vpcs;

/// <summary>subnet-auto-public-ip: a subnet of a private tier gives every instance that is launched into it a public address.</summary>
public sealed class SubnetAutoPublicIp : Check<Subnet>
{
    private const string AllSubnets = "allSubnets";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "subnet-auto-public-ip",
            Title = "A private subnet assigns public IP addresses by itself.",
            Rationale =
                "An address that nobody asked for makes an instance reachable as soon as a route and a security group allow it. In a "
                + "tier that is meant to be private none of the three should be given away by default.",
            DoesNotCheck =
                "Addresses that a launch asks for itself, elastic addresses, IPv6 addresses (which are public, too, where a route "
                + "leads to them), and whether the subnet has a route to the internet.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Subnet,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Sets MapPublicIpOnLaunch off. Instances that run already keep their addresses; those launched from then on "
                + "get one only where the launch asks for it.",
            ManualFix = "Run aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch.",
            Controls = [new("EC2.15", "Amazon EC2 subnets should not automatically assign public IP addresses")],
            Parameters =
            [
                new(
                    AllSubnets,
                    ParameterType.Boolean,
                    ParameterValue.Of(false),
                    "Whether every subnet is judged, as EC2.15 does, and not only those of the policy's private tiers."
                ),
            ],
            Triggers = ["CreateSubnet", "CreateDefaultSubnet", "ModifySubnetAttribute", "CreateTags", "DeleteTags"],
            FixActions = ["ec2:ModifySubnetAttribute"],
            References =
            [
                "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
                "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
            ],
        };

    protected override CheckResult Evaluate(Subnet state, CheckContext context)
    {
        var tier = context.Tiers.PrivateTierOf(state);
        if (tier is null && !context.Settings.Boolean(AllSubnets))
        {
            return CheckResult.NotApplicable(
                $"it is in no private tier of the policy; with {AllSubnets} every subnet is judged"
            );
        }
        return state.MapPublicIpOnLaunch switch
        {
            false => CheckResult.Pass,
            null => CheckResult.Unknown("AWS did not say whether the subnet assigns public IP addresses"),
            true => CheckResult.Fail(
                new Evidence(
                    "MapPublicIpOnLaunch is true",
                    "every instance launched into it gets a public IPv4 address"
                )
                {
                    Severity = Metadata.Severity,
                    Note = tier is null ? null : $"it is in the private tier '{tier.Name}'",
                    Withdrawal = DocumentChange.At(state.PathOf("MapPublicIpOnLaunch")),
                }
            ),
        };
    }

    protected override DesiredState Desired(Subnet state, CheckContext context) =>
        DesiredState.Of(state.WithMapPublicIpOnLaunch(false));
}
