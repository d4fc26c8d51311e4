using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-required-missing: a VPC lacks an endpoint that the policy requires.</summary>
public sealed class VpceRequiredMissing : Check<Vpc>
{
    private const string Services = "services";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "vpce-required-missing",
            Title = "A VPC has no endpoint for a service that its workloads should reach privately.",
            Rationale =
                "Without an endpoint, calls to the service leave the VPC over the internet, where no endpoint policy limits whose data "
                + "goes where, or workloads are given a way to the internet that they would not need.",
            DoesNotCheck =
                "Whether anything runs in the VPC: default VPCs and empty ones are judged like all others, as AWS Security Hub does; "
                + "exempt them in the policy. Whether the endpoint is of the gateway or the interface kind. Endpoints that were there and "
                + "that the policy does not ask for: vpce-removed.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.Vpc,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: where an endpoint belongs that never was, only the network's owner knows. One that was there and is gone, "
                + "vpce-removed makes anew.",
            ManualFix =
                "Create it: aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.SERVICE, with a policy.",
            Controls =
            [
                new(
                    "EC2.10",
                    "Amazon EC2 should be configured to use VPC endpoints that are created for the Amazon EC2 service"
                ),
                new("EC2.55", "VPCs should be configured with an interface endpoint for ECR API"),
                new("EC2.56", "VPCs should be configured with an interface endpoint for Docker Registry"),
                new("EC2.57", "VPCs should be configured with an interface endpoint for Systems Manager"),
                new(
                    "EC2.58",
                    "VPCs should be configured with an interface endpoint for Systems Manager Incident Manager Contacts"
                ),
                new(
                    "EC2.60",
                    "VPCs should be configured with an interface endpoint for Systems Manager Incident Manager"
                ),
            ],
            Parameters =
            [
                new(
                    Services,
                    ParameterType.Texts,
                    ParameterValue.Of(["ec2", "ssm", "s3"]),
                    "The services for which every VPC needs an endpoint, as their names end after the region: ec2, s3, ssm, "
                        + "ssmmessages, ec2messages, ecr.api, ecr.dkr, ssm-contacts, ssm-incidents."
                ),
            ],
            Triggers = VpceTriggers.Presence,
            References = ["https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-10"],
        };

    protected override CheckResult Evaluate(Vpc state, CheckContext context)
    {
        if (state.Endpoints.Value is not { } endpoints)
        {
            return CheckResult.Unknown($"what endpoints the VPC has is not known: {state.Endpoints.UnknownReason}");
        }
        var present = endpoints
            .Where(endpoint => endpoint.IsInUse)
            .Select(endpoint => endpoint.Service)
            .ToHashSet(StringComparer.Ordinal);
        return CheckResult.Fail([
            .. context
                .Settings.Texts(Services)
                .Where(service => service.Length > 0 && !present.Contains(service))
                .Distinct(StringComparer.Ordinal)
                .Select(service => EvidenceOf(service, endpoints)),
        ]);
    }

    private Evidence EvidenceOf(string service, ImmutableList<EndpointDescription> endpoints)
    {
        var unusable = endpoints.Find(endpoint => endpoint.Service == service);
        return new(
            unusable is null ? "no endpoint" : $"{unusable.Id} is {unusable.State}",
            $"no endpoint in use for {service}"
        )
        {
            Severity = Metadata.Severity,
        };
    }
}
