using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Core.Resources.WafProtected;

namespace Remediation.Checks.Waf;

/// <summary>waf-web-acl-replaced: a resource is protected by another web ACL than it was, one that is not known to be as strong.</summary>
public sealed class WafWebAclReplaced : Check<ProtectedResource>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-web-acl-replaced",
            Title = "A resource is protected by another web ACL than that of its baseline.",
            Rationale =
                "A web ACL that is guarded well is of no use once the load balancer is moved to another one, made for the purpose: "
                + "neither of the two is changed, and the resource still counts as protected.",
            DoesNotCheck =
                "Resources without a baseline, and such as have no web ACL at all (waf-resource-unprotected). Another web ACL that "
                + "differs in nothing but what is as strong or stronger passes.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.LoadBalancer,
            OtherResourceTypes = [ResourceTypes.ApiStage, ResourceTypes.GraphQLApi, ResourceTypes.Distribution],
            FixKind = FixKind.Automatic,
            FixDescription =
                "Associates the web ACL that the resource's last compliant state had, if that web ACL still exists.",
            ManualFix =
                "Associate the former web ACL: aws wafv2 associate-web-acl --web-acl-arn WEB-ACL --resource-arn RESOURCE; or approve "
                + "the new one: remediate baseline approve.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Triggers =
            [
                "wafv2:AssociateWebACL",
                "elasticloadbalancing:SetWebAcl",
                "apigateway:UpdateStage",
                "appsync:UpdateGraphqlApi",
                "cloudfront:UpdateDistribution",
                "cloudfront:AssociateDistributionWebACL",
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
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html",
            ],
        };

    protected override CheckResult Evaluate(ProtectedResource state, CheckContext context)
    {
        if (
            FormerState.Missing<ProtectedResource>(
                context,
                "which web ACL protected it is not known",
                out var baseline
            ) is
            { } missing
        )
        {
            return missing;
        }
        if (state.WebAcl.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"the web ACL of the {state.Kind} is not known: {reason}");
        }
        if (baseline.WebAcl.Value is not { } before || state.WebAcl.Value is not { } now)
        {
            return CheckResult.NotApplicable("it has no web ACL now, or had none");
        }
        return before == now || IsAsStrong(before, now, context)
            ? CheckResult.Pass
            : CheckResult.Fail(
                new Evidence($"web ACL {before}", $"it is protected by {now} instead{Difference(before, now, context)}")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(state.AssociationPath),
                }
            );
    }

    protected override DesiredState Desired(ProtectedResource state, CheckContext context)
    {
        var before = (context.Surroundings.Baseline.Value as ProtectedResource)?.WebAcl.Value ?? "";
        var webAcl = context.Surroundings.Neighbour(before);
        return webAcl.Value is not null ? DesiredState.Of(state.WithWebAcl(before))
            : webAcl.UnknownReason is { } reason
                ? DesiredState.None(
                    $"it was protected by {before}, and whether that still exists is not known: {reason}"
                )
            : DesiredState.None(
                $"it was protected by {before}, which does not exist any more; approve the new one, or associate another by hand"
            );
    }

    private static bool IsAsStrong(string before, string now, CheckContext context) =>
        Changes(before, now, context) is { } changes
        && changes.All(change => change.Effect is ChangeEffect.Stronger or ChangeEffect.Neutral);

    private static string Difference(string before, string now, CheckContext context) =>
        Changes(before, now, context) is { } changes
            ? $": {changes.First(change => change.Effect is ChangeEffect.Weaker or ChangeEffect.Unknown)}"
            : ", of which is not known whether it is as strong";

    private static IReadOnlyList<StateChange>? Changes(string before, string now, CheckContext context) =>
        context.Surroundings.Neighbour(before).Value is WebAcl was
        && context.Surroundings.Neighbour(now).Value is WebAcl isNow
            ? isNow.ChangesSince(was)
            : null;
}
