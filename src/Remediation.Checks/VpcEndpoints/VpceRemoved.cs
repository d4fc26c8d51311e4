using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-removed: a VPC lacks an endpoint that it had.</summary>
public sealed class VpceRemoved : Check<Vpc>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "vpce-removed",
            Title = "A VPC has no endpoint any more for a service for which it had one.",
            Rationale =
                "Calls to the service then leave the VPC over the internet, past the endpoint's policy, or fail until somebody gives the "
                + "workloads a way to the internet that they did not need.",
            DoesNotCheck =
                "VPCs without a baseline, endpoints that another service manages, and what changed at an endpoint that is still there "
                + "(vpce-weakened). An endpoint of the other kind for the same service passes.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.Vpc,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Makes endpoints anew that the baseline had, with their policies, subnets, route tables, security groups and tags.",
            ManualFix =
                "Create it: aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.SERVICE, with a policy; or accept "
                + "that it is gone: remediate baseline approve.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = VpceTriggers.Presence,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = ["ec2:CreateTags", "ec2:CreateVpcEndpoint"],
            References = ["https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html"],
        };

    protected override CheckResult Evaluate(Vpc state, CheckContext context)
    {
        if (FormerState.Missing<Vpc>(context, "what endpoints it had is not known", out var before) is { } missing)
        {
            return missing;
        }
        if ((state.Endpoints.UnknownReason ?? before.Endpoints.UnknownReason) is { } reason)
        {
            return CheckResult.Unknown($"what endpoints the VPC has or had is not known: {reason}");
        }
        var removed = Removed(state, before);
        if (removed.IsEmpty)
        {
            return CheckResult.Pass;
        }
        var places = state
            .DifferencesTo(Restored(state, removed))
            .Select(difference => difference.Path)
            .ToImmutableArray();
        return CheckResult.Fail([.. removed.Select(endpoint => EvidenceOf(endpoint, state, places))]);
    }

    protected override DesiredState Desired(Vpc state, CheckContext context) =>
        context.Surroundings.Baseline.Value is Vpc before
            ? DesiredState.Of(Restored(state, Removed(state, before)))
            : DesiredState.None("there is no baseline to make endpoints anew from");

    private Evidence EvidenceOf(
        EndpointDescription gone,
        Vpc state,
        ImmutableArray<Core.Resources.Documents.DocumentPath> places
    )
    {
        var unusable = (state.Endpoints.Value ?? []).Find(endpoint => Key(endpoint) == Key(gone));
        return new(
            unusable is null ? $"{gone.Id} in the baseline" : $"{unusable.Id} is {unusable.State}",
            $"no endpoint in use for {Key(gone)} any more"
        )
        {
            Severity = Metadata.Severity,
            Withdrawal = DocumentChange.At([.. places]),
        };
    }

    private static Vpc Restored(Vpc vpc, ImmutableArray<EndpointDescription> removed) =>
        removed.Aggregate(vpc, (restored, endpoint) => restored.WithCreated(endpoint));

    private static ImmutableArray<EndpointDescription> Removed(Vpc vpc, Vpc before)
    {
        var present = (vpc.Endpoints.Value ?? [])
            .Where(endpoint => endpoint.IsInUse)
            .Select(Key)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (before.Endpoints.Value ?? [])
                .Where(endpoint => endpoint is { IsInUse: true, IsRequesterManaged: false })
                .Where(endpoint => Key(endpoint).Length > 0 && !present.Contains(Key(endpoint)))
                .DistinctBy(Key, StringComparer.Ordinal),
        ];
    }

    private static string Key(EndpointDescription endpoint) =>
        endpoint.Service.Length > 0 ? endpoint.Service : endpoint.ServiceName;
}
