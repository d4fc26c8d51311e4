using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-required-missing: a VPC lacks an endpoint that the policy requires, or one that it had.</summary>
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
                + "exempt them in the policy. Whether the endpoint is of the gateway or the interface kind.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.Vpc,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Makes endpoints anew that the baseline had, with their policies, subnets, route tables, security groups and tags. One "
                + "that never was has no fix: where it belongs, only the network's owner knows.",
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
            Surroundings = SurroundingKinds.Baseline,
            FixActions = ["ec2:CreateTags", "ec2:CreateVpcEndpoint"],
            References = ["https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-10"],
        };

    protected override CheckResult Evaluate(Vpc state, CheckContext context)
    {
        if (state.Endpoints.Value is not { } endpoints)
        {
            return CheckResult.Unknown($"what endpoints the VPC has is not known: {state.Endpoints.UnknownReason}");
        }
        var missing = Missing(state, endpoints, context);
        if (missing.Count == 0)
        {
            return CheckResult.Pass;
        }
        var restored = Restored(state, missing, context);
        return CheckResult.Fail([
            .. missing.Select(service => EvidenceOf(service, endpoints, ChangeTo(state, restored))),
        ]);
    }

    protected override DesiredState Desired(Vpc state, CheckContext context)
    {
        var missing = Missing(state, state.Endpoints.Value ?? [], context);
        return Restored(state, missing, context) is { } restored
            ? DesiredState.Of(restored)
            : DesiredState.None(
                $"the baseline has no endpoint to make anew for {string.Join(", ", missing.Where(service => Before(service, context) is null))} "
                    + $"({context.Surroundings.Baseline.UnknownReason ?? "it never had one"}); create it by hand"
            );
    }

    private Evidence EvidenceOf(string service, ImmutableList<EndpointDescription> endpoints, DocumentChange? change)
    {
        var unusable = endpoints.Find(endpoint => endpoint.Service == service);
        return new(
            unusable is null ? "no endpoint" : $"{unusable.Id} is {unusable.State}",
            $"no endpoint in use for {service}"
        )
        {
            Severity = Metadata.Severity,
            Withdrawal = change,
        };
    }

    private static DocumentChange? ChangeTo(Vpc state, Vpc? restored) =>
        restored is null
            ? null
            : DocumentChange.At([.. state.DifferencesTo(restored).Select(difference => difference.Path)]);

    // What the policy requires, and what was there and is gone.
    private static List<string> Missing(Vpc vpc, ImmutableList<EndpointDescription> endpoints, CheckContext context)
    {
        var present = endpoints.Where(endpoint => endpoint.IsInUse).Select(Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. context
                .Settings.Texts(Services)
                .Concat(Had(context).Select(Key))
                .Where(service => service.Length > 0 && !present.Contains(service))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<EndpointDescription> Had(CheckContext context) =>
        ((context.Surroundings.Baseline.Value as Vpc)?.Endpoints.Value ?? []).Where(endpoint =>
            endpoint is { IsInUse: true, IsRequesterManaged: false }
        );

    private static EndpointDescription? Before(string service, CheckContext context) =>
        Had(context).FirstOrDefault(endpoint => Key(endpoint) == service);

    private static string Key(EndpointDescription endpoint) =>
        endpoint.Service.Length > 0 ? endpoint.Service : endpoint.ServiceName;

    // Null unless every missing one can be made anew.
    private static Vpc? Restored(Vpc vpc, List<string> missing, CheckContext context)
    {
        var before = missing.ConvertAll(service => Before(service, context));
        return before.TrueForAll(endpoint => endpoint is not null)
            ? before.Aggregate(vpc, (restored, endpoint) => restored.WithCreated(endpoint!))
            : null;
    }
}
