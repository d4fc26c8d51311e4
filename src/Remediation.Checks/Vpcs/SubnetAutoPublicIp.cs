using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.Vpcs;

/// <summary>subnet-auto-public-ip: a subnet of a private tier gives every instance that is launched into it a public address.</summary>
public sealed class SubnetAutoPublicIp : Check<Subnet>
{
    private const string AllSubnets = "allSubnets";
    private const string AllFamilies = "allFamilies";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "subnet-auto-public-ip",
            Title = "A private subnet assigns public IP addresses by itself.",
            Rationale =
                "An address that nobody asked for makes an instance reachable as soon as a route and a security group allow it. In a "
                + "tier that is meant to be private none of the three should be given away by default.",
            DoesNotCheck =
                "Addresses that a launch asks for itself, elastic addresses, IPv6 addresses unless the parameter asks for it (a private "
                + "subnet can need them, behind an egress-only internet gateway), addresses from a customer-owned pool, which are not the "
                + "internet's but those of the network that an Outpost stands in, and whether the subnet has a route to the internet.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Subnet,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Sets MapPublicIpOnLaunch, and AssignIpv6AddressOnCreation where it is asked for, off. Instances that run already keep "
                + "their addresses; those launched from then on get one only where the launch asks for it.",
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
                new(
                    AllFamilies,
                    ParameterType.Boolean,
                    ParameterValue.Of(false),
                    "Whether a subnet may not give out IPv6 addresses by itself either."
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
        List<(bool? Value, string Name, string What)> switches =
        [
            (state.MapPublicIpOnLaunch, "MapPublicIpOnLaunch", "a public IPv4 address"),
        ];
        if (context.Settings.Boolean(AllFamilies))
        {
            switches.Add((state.AssignIpv6AddressOnCreation, "AssignIpv6AddressOnCreation", "an IPv6 address"));
        }
        return CheckResult.Of(
            [
                .. switches
                    .Where(item => item.Value == true)
                    .Select(item => new Evidence(
                        $"{item.Name} is true",
                        $"every instance launched into it gets {item.What}"
                    )
                    {
                        Severity = Metadata.Severity,
                        Note = tier is null ? null : $"it is in the private tier '{tier.Name}'",
                        Withdrawal = DocumentChange.At(state.PathOf(item.Name)),
                    }),
            ],
            [
                .. switches
                    .Where(item => item.Value is null)
                    .Select(_ => "AWS did not say whether the subnet assigns public IP addresses"),
            ],
            []
        );
    }

    protected override DesiredState Desired(Subnet state, CheckContext context) =>
        DesiredState.Of(
            context.Settings.Boolean(AllFamilies) && state.AssignIpv6AddressOnCreation == true
                ? state.WithMapPublicIpOnLaunch(false).WithAssignIpv6AddressOnCreation(false)
                : state.WithMapPublicIpOnLaunch(false)
        );
}
