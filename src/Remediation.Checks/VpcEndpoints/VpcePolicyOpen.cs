using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.VpcEndpoints;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>vpce-policy-open: the policy of an endpoint lets anybody use it, and no condition tells who.</summary>
public sealed class VpcePolicyOpen : Check<VpcEndpoint>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "vpce-policy-open",
            Title = "The policy of a VPC endpoint lets any principal use it, and no condition says whose.",
            Rationale =
                "An endpoint is a way out that no firewall sees. With AWS's default policy, or with Principal \"*\", stolen data "
                + "leaves over it with anybody's credentials, to anybody's bucket.",
            DoesNotCheck =
                "The policies of buckets and other resources, which are judged beside the endpoint's, and conditions on tags, which "
                + "whoever owns the principal can set.",
            Severity = Severity.High,
            ResourceType = Core.Resources.ResourceTypes.VpcEndpoint,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts the policy of the baseline back, whole. Without a baseline there is no fix: who may use the endpoint, only its "
                + "owner knows.",
            ManualFix =
                "Narrow principals by a condition on aws:PrincipalOrgID or aws:PrincipalAccount, and resources by name or by "
                + "aws:ResourceOrgID: aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --policy-document file://policy.json.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers = VpceTriggers.Endpoint,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = VpceTriggers.Fix,
            References =
            [
                "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
            ],
        };

    protected override CheckResult Evaluate(VpcEndpoint state, CheckContext context)
    {
        if (state.Endpoint.Type is VpcEndpointType.GatewayLoadBalancer)
        {
            return CheckResult.NotApplicable("endpoints of Gateway Load Balancers have no policy");
        }
        // A policy that is not understood is told of by the state itself.
        return state.Endpoint.Policy.TryGet(out var policy, out _)
            ? CheckResult.Of(Evidences(state, policy), Unknowns(policy), [])
            : CheckResult.Pass;
    }

    protected override DesiredState Desired(VpcEndpoint state, CheckContext context)
    {
        var baseline = context.Surroundings.Baseline;
        if (baseline.Value is not VpcEndpoint before)
        {
            return DesiredState.None(
                $"no policy of before is known to put back ({baseline.UnknownReason ?? "there is no baseline of the endpoint"}); "
                    + "narrow it by hand"
            );
        }
        return before.Endpoint.PolicyText is { } text && Evaluate(before, context).IsPass
            ? DesiredState.Of(EndpointEdit.WithPolicy(state, text))
            : DesiredState.None("the policy of the baseline lets anybody in, too; narrow it by hand");
    }

    private ImmutableArray<Evidence> Evidences(VpcEndpoint state, PolicyDocument policy) =>
        [
            .. policy
                .OpenToAnyone()
                .Where(statement => !statement.Conditions.Any(IsUnknown))
                .Select(statement => EvidenceOf(state, statement)),
        ];

    private static ImmutableArray<string> Unknowns(PolicyDocument policy) =>
        [
            .. policy
                .UnknownLimits()
                .Select(condition => $"whether the condition '{condition}' keeps strangers out is not known"),
        ];

    private Evidence EvidenceOf(VpcEndpoint state, PolicyStatement statement)
    {
        var reach = EndpointReach.Of(statement);
        var isDefault = state.Endpoint.PolicyText is null || IsFullAccess(statement);
        return new(statement.ToString(), reach.Text)
        {
            Rule = statement.Sid,
            Severity = reach.Severity is { } severity && severity < Metadata.Severity ? severity : Metadata.Severity,
            Note = isDefault ? "this is what AWS gives an endpoint for which no policy is named" : null,
            Withdrawal = DocumentChange.At(state.PathOf(VpcEndpoint.PolicyMember)),
        };
    }

    private static bool IsFullAccess(PolicyStatement statement) =>
        statement.Equals(PolicyDocument.FullAccess.Statements[0]);

    private static bool IsUnknown(PolicyCondition condition) => condition.Effect == ConditionEffect.Unknown;
}
