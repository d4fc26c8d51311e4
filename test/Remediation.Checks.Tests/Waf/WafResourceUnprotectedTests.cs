using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.WafProtected;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafResourceUnprotectedTests
{
    private static readonly WafResourceUnprotected Check = new();

    [Fact]
    public void Evaluate_NoWebAcl_Fails() => Assert.True(Evaluate(Balancer()).Result.IsFail);

    [Fact]
    public void Evaluate_WebAcl_Passes() => Assert.True(Evaluate(Balancer().WithWebAcl(AclText.AclArn)).Result.IsPass);

    [Fact]
    public void Evaluate_AssociationNotRead_IsUnknown() =>
        Assert.True(
            Evaluate(Balancer().WithUnknownPart(ProtectedResource.AssociatedWebAcl, "denied")).Result.IsUnknown
        );

    [Fact]
    public void Evaluate_Internal_IsApplicableOnlyWhenThePolicySaysSo()
    {
        var state = Balancer("internal");

        Assert.NotNull(Evaluate(state).Result.NotApplicableReason);
        Assert.True(Sample.Evaluate(Check, state, Including(), AclText.Around(null)).Result.IsFail);
    }

    [Fact]
    public void Evaluate_UnknownScheme_IsJudgedAsOpen() => Assert.True(Evaluate(Balancer("odd")).Result.IsFail);

    [Fact]
    public void Desired_Baseline_AssociatesItsWebAclAgain()
    {
        var state = Balancer();
        var around = AclText.Around(state.WithWebAcl(AclText.AclArn), AclText.Acl());

        var planned = Planned.For(state, Sample.Policy(), around, Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(AclText.AclArn, ((ProtectedResource)planned.After()).WebAcl.Value);
        Assert.Subset(
            Check.Metadata.FixActions.ToHashSet(StringComparer.Ordinal),
            planned.Result.Plan!.Calls.Select(call => call.IamAction).ToHashSet(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Desired_NoBaseline_SaysWhatIsMissing() =>
        Assert.Contains(
            "missing: no compliant state of it was ever kept",
            WhyNot(Balancer(), AclText.Around(null)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Desired_BaselineNotRead_SaysWhy() =>
        Assert.Contains("no baseline was read", WhyNot(Balancer(), Surroundings.Unknown), StringComparison.Ordinal);

    [Fact]
    public void Desired_BaselineWithoutWebAcl_SaysSo() =>
        Assert.Contains("had none either", WhyNot(Balancer(), AclText.Around(Balancer())), StringComparison.Ordinal);

    [Fact]
    public void Desired_WebAclGone_SaysWhich()
    {
        var around = AclText.Around(Balancer().WithWebAcl(AclText.AclArn));
        around = around with { Neighbours = around.Neighbours.Add(AclText.AclArn, Fact<ResourceState>.Absent) };

        var reason = WhyNot(Balancer(), around);

        Assert.Contains(AclText.AclArn, reason, StringComparison.Ordinal);
        Assert.Contains("does not exist any more", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_WebAclNotRead_IsNotTakenForThere() =>
        Assert.Contains(
            "whether that still exists is not known",
            WhyNot(Balancer(), AclText.Around(Balancer().WithWebAcl(AclText.AclArn))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Desired_Distribution_IsAssociatedByCloudFrontItself()
    {
        const string global = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1";
        const string json =
            "{\"Id\":\"E1ABCDEF2GHIJK\",\"ARN\":\"arn:aws:cloudfront::123456789012:distribution/E1ABCDEF2GHIJK\",\"ETag\":\"E2\",\"WebACLId\":\"\"}";
        var state = ProtectedResourceParser
            .Parse(ResourceTypes.Distribution, AwsDocument.Parse(json).Root, Sample.Account, Sample.Region)
            .Value;
        var around = AclText.Around(state.WithWebAcl(global));
        around = around with
        {
            Neighbours = around.Neighbours.SetItem(global, Fact<ResourceState>.Known(AclText.Acl())),
        };

        var planned = Planned.For(state, Sample.Policy(), around, Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(global, ((ProtectedResource)planned.After()).WebAcl.Value);
        var call = Assert.Single(planned.Result.Plan!.Calls);
        Assert.Equal(
            $$"""cloudfront AssociateDistributionWebACL {"Id":"E1ABCDEF2GHIJK","WebACLArn":"{{global}}","IfMatch":"E2"}""",
            call.ToString()
        );
        Assert.Contains(call.IamAction, Check.Metadata.FixActions);
    }

    private static ProtectedResource Balancer(string scheme = "internet-facing") =>
        ProtectedResourceParser
            .Parse(
                ResourceTypes.LoadBalancer,
                AwsDocument
                    .Parse(
                        $$"""{"LoadBalancerArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188","LoadBalancerName":"shop","Scheme":"{{scheme}}"}"""
                    )
                    .Root,
                Sample.Account,
                Sample.Region
            )
            .Value.WithWebAcl(null);

    private static CheckEvaluation Evaluate(ProtectedResource state) =>
        Sample.Evaluate(Check, state, Sample.Policy(), AclText.Around(null));

    private static string WhyNot(ProtectedResource state, Surroundings around) =>
        Assert.Single(Planned.For(state, Sample.Policy(), around, Check).Result.Unplanned).Reason;

    private static Policy Including() =>
        Sample.Policy(
            checks:
            [
                (
                    "waf-resource-unprotected",
                    new()
                    {
                        Parameters = CheckSettings.Nothing.Parameters.Add("includeInternal", ParameterValue.Of(true)),
                    }
                ),
            ]
        );
}
