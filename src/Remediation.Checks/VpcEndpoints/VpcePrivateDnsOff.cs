using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-private-dns-off: the service's own name does not lead to its endpoint.</summary>
public sealed class VpcePrivateDnsOff : Check<VpcEndpoint>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "vpce-private-dns-off",
            Title = "The name of an AWS service does not lead to its interface endpoint in the VPC.",
            Rationale =
                "Without private DNS, programs that call the service by its usual name go past the endpoint, over the internet or "
                + "nowhere, and its policy and security groups watch an empty road.",
            DoesNotCheck =
                "Endpoints of services that are not AWS's own, and private hosted zones of one's own for the service's name, as "
                + "shared endpoint VPCs use them: exempt those.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.VpcEndpoint,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Enables private DNS at the endpoint, where the VPC's attributes enableDnsSupport and enableDnsHostnames are known to "
                + "be on. The attributes are not touched, since they change name resolution in the whole VPC.",
            ManualFix =
                "Turn the two attributes on with aws ec2 modify-vpc-attribute, then aws ec2 modify-vpc-endpoint --vpc-endpoint-id "
                + "ENDPOINT --private-dns-enabled.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = [.. VpceTriggers.Endpoint, "ModifyVpcAttribute"],
            Surroundings = SurroundingKinds.Neighbours,
            FixActions = VpceTriggers.Fix,
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names",
            ],
        };

    protected override CheckResult Evaluate(VpcEndpoint state, CheckContext context)
    {
        var endpoint = state.Endpoint;
        if (endpoint.Type != VpcEndpointType.Interface || endpoint.Service.Length == 0)
        {
            return CheckResult.NotApplicable("it is no interface endpoint of an AWS service");
        }
        var neighbour = context.Surroundings.Neighbour(state.VpcId);
        var vpc = neighbour.Value as Vpc;
        if (!endpoint.PrivateDnsEnabled && Other(endpoint, vpc) is { } other)
        {
            return CheckResult.NotApplicable(
                $"the name of the service leads to {other.Id} in the same VPC; only one can have it"
            );
        }
        var forbidden = WhyForbidden(vpc);
        if (!endpoint.PrivateDnsEnabled)
        {
            return CheckResult.Of([OfEndpoint(state, forbidden)], Unknowns(vpc, neighbour), []);
        }
        return forbidden is null
            ? CheckResult.Pass
            : CheckResult.Fail(
                new Evidence(
                    "private DNS is on",
                    $"the name of {endpoint.ServiceName} does not lead to it: {forbidden}"
                )
                {
                    Severity = Metadata.Severity,
                }
            );
    }

    protected override DesiredState Desired(VpcEndpoint state, CheckContext context)
    {
        var vpc = context.Surroundings.Neighbour(state.VpcId).Value as Vpc;
        if (WhyForbidden(vpc) is { } forbidden)
        {
            return DesiredState.None($"{forbidden}, which has to be turned on first");
        }
        return vpc is { DnsSupport: true, DnsHostnames: true }
            ? DesiredState.Of(EndpointEdit.WithPrivateDns(state))
            : DesiredState.None("whether the attributes of the VPC permit private DNS is not known");
    }

    private Evidence OfEndpoint(VpcEndpoint state, string? forbidden) =>
        new("private DNS is off", $"the name of {state.Endpoint.ServiceName} leads past the endpoint")
        {
            Severity = Metadata.Severity,
            Note = forbidden,
            Withdrawal = DocumentChange.At(state.PathOf(VpcEndpoint.PrivateDnsMember)),
        };

    private static EndpointDescription? Other(EndpointDescription endpoint, Vpc? vpc) =>
        vpc?.Endpoints.Value?.Find(other =>
            other.Id != endpoint.Id
            && other.ServiceName == endpoint.ServiceName
            && other is { PrivateDnsEnabled: true, IsInUse: true }
        );

    private static string? WhyForbidden(Vpc? vpc) =>
        vpc switch
        {
            { DnsSupport: false } => $"the attribute enableDnsSupport of {vpc.Id} is off",
            { DnsHostnames: false } => $"the attribute enableDnsHostnames of {vpc.Id} is off",
            _ => null,
        };

    private static System.Collections.Immutable.ImmutableArray<string> Unknowns(
        Vpc? vpc,
        Fact<ResourceState> neighbour
    ) =>
        vpc switch
        {
            null =>
            [
                $"whether the VPC permits private DNS is not known: {neighbour.UnknownReason ?? "it does not exist"}",
            ],
            { DnsSupport: not null, DnsHostnames: not null } => [],
            _ =>
            [
                $"whether {vpc.Id} permits private DNS is not known: {vpc.Part(Vpc.Attributes).UnknownReason ?? "its attributes were not read"}",
            ],
        };
}
