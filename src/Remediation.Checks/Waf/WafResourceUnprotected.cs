using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.WafProtected;

namespace Remediation.Checks.Waf;

/// <summary>waf-resource-unprotected: no web ACL looks at the requests to something that the internet can reach.</summary>
public sealed class WafResourceUnprotected : Check<ProtectedResource>
{
    private const string IncludeInternal = "includeInternal";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-resource-unprotected",
            Title = "A load balancer, API stage, AppSync API or distribution has no web ACL.",
            Rationale =
                "Without a web ACL requests reach the application unfiltered. Taking the web ACL away is the quietest way to "
                + "switch a firewall off: the web ACL itself stays as it was.",
            DoesNotCheck =
                "What the web ACL holds; network and gateway load balancers, HTTP APIs, and other types that a web ACL can "
                + "protect; and whether a private API can only be reached from within. A web "
                + "ACL of WAF Classic counts as one where the resource names it, which a load balancer does not.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.LoadBalancer,
            OtherResourceTypes = [ResourceTypes.ApiStage, ResourceTypes.GraphQLApi, ResourceTypes.Distribution],
            FixKind = FixKind.Automatic,
            FixDescription =
                "Associates the web ACL that the resource's last compliant state had, if that web ACL still exists. Where there "
                + "is none, a ticket says what is missing.",
            ManualFix =
                "Associate a web ACL: aws wafv2 associate-web-acl --web-acl-arn WEB-ACL --resource-arn RESOURCE; of a "
                + "distribution: aws cloudfront associate-distribution-web-acl --id DISTRIBUTION --web-acl-arn WEB-ACL.",
            Controls =
            [
                new("ELB.16", "Application Load Balancers should be associated with an AWS WAF web ACL"),
                new("APIGateway.4", "API Gateway should be associated with a WAF Web ACL"),
                new("CloudFront.6", "CloudFront distributions should have WAF enabled"),
            ],
            Parameters =
            [
                new(
                    IncludeInternal,
                    ParameterType.Boolean,
                    ParameterValue.Of(false),
                    "Whether load balancers that only the VPC can reach need a web ACL too."
                ),
            ],
            Triggers =
            [
                "wafv2:AssociateWebACL",
                "wafv2:DisassociateWebACL",
                "elasticloadbalancing:CreateLoadBalancer",
                "elasticloadbalancing:ModifyLoadBalancerAttributes",
                "elasticloadbalancing:SetWebAcl",
                "apigateway:CreateStage",
                "apigateway:UpdateStage",
                "apigateway:CreateDeployment",
                "appsync:CreateGraphqlApi",
                "appsync:UpdateGraphqlApi",
                "cloudfront:CreateDistribution",
                "cloudfront:CreateDistributionWithTags",
                "cloudfront:UpdateDistribution",
                "cloudfront:AssociateDistributionWebACL",
                "cloudfront:DisassociateDistributionWebACL",
            ],
            Surroundings = SurroundingKinds.Baseline | SurroundingKinds.Neighbours,
            FixActions =
            [
                "wafv2:AssociateWebACL",
                "elasticloadbalancing:SetWebACL",
                "apigateway:SetWebACL",
                "appsync:SetWebACL",
                "cloudfront:AssociateDistributionWebACL",
                "cloudfront:GetVpcOrigin",
            ],
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
                "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AssociateDistributionWebACL.html",
                "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
            ],
        };

    protected override CheckResult Evaluate(ProtectedResource state, CheckContext context)
    {
        if (!context.Settings.Boolean(IncludeInternal) && state.IsInternal is true)
        {
            return CheckResult.NotApplicable("only its VPC can reach it");
        }
        var webAcl = state.WebAcl;
        if (webAcl.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"the web ACL of the {state.Kind} is not known: {reason}");
        }
        return webAcl.IsAbsent
            ? CheckResult.Fail(
                new Evidence($"{state.Kind} {state.Name}", "no web ACL: requests reach it unfiltered")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(state.AssociationPath),
                }
            )
            : CheckResult.Pass;
    }

    protected override DesiredState Desired(ProtectedResource state, CheckContext context)
    {
        var baseline = context.Surroundings.Baseline;
        if (baseline.Value is not ProtectedResource before)
        {
            return DesiredState.None(
                baseline.UnknownReason is { } unread
                    ? $"which web ACL protected it is not known: {unread}; associate one by hand"
                    : "which web ACL protected it is missing: no compliant state of it was ever kept; associate one by hand"
            );
        }
        return before.WebAcl.Value is { } arn
            ? Restored(state, arn, context)
            : DesiredState.None(
                "which web ACL protected it is missing: its last kept state had none either; associate one by hand"
            );
    }

    private static DesiredState Restored(ProtectedResource state, string arn, CheckContext context)
    {
        var webAcl = context.Surroundings.Neighbour(arn);
        return webAcl.Value is not null ? DesiredState.Of(state.WithWebAcl(arn))
            : webAcl.UnknownReason is { } reason
                ? DesiredState.None($"it was protected by {arn}, and whether that still exists is not known: {reason}")
            : DesiredState.None($"it was protected by {arn}, which does not exist any more; associate another by hand");
    }
}
