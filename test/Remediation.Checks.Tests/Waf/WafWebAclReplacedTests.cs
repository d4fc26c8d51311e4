using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Core.Resources.WafProtected;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafWebAclReplacedTests
{
    private const string Other =
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/mine/99999999-2222-3333-4444-555555555555";

    private static readonly WafWebAclReplaced Check = new();
    private static readonly ResourceState Guarded = AclText.Acl(AclText.Common()).Logging(null);

    private static ProtectedResource Moved => Balancer.WithWebAcl(Other);

    private static ProtectedResource Balancer { get; } = Associated(AclText.AclArn);

    [Fact]
    public void Evaluate_SameWebAcl_Passes() => Assert.True(Of(Balancer, AclText.Around(Balancer, Guarded)).IsPass);

    [Fact]
    public void Desired_MovedToAWeakerOne_IsTheFormer()
    {
        var around = AclText.Around(Balancer, Guarded, Named(AclText.Acl().Logging(null)));

        Assert.Contains(
            "rule removed: ManagedRuleGroup AWSManagedRulesCommonRuleSet",
            Assert.Single(Of(Moved, around).Evidence).Offending,
            StringComparison.Ordinal
        );
        var planned = Planned.For(Moved, Sample.Policy(), around, Check);
        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(AclText.AclArn, ((ProtectedResource)planned.After()).WebAcl.Value);
    }

    [Fact]
    public void Evaluate_MovedToOneThatIsStronger_Passes() =>
        Assert.True(
            Of(
                Moved,
                AclText.Around(
                    Balancer,
                    Guarded,
                    Named(AclText.Acl(AclText.Common(), AclText.KnownBad()).Logging(null))
                )
            ).IsPass
        );

    [Fact]
    public void Evaluate_MovedToOneThatCannotBeRead_Fails() =>
        Assert.True(Of(Moved, AclText.Around(Balancer, Guarded)).IsFail);

    [Fact]
    public void Desired_FormerIsGone_SaysSo()
    {
        var around = AclText.Around(Balancer);
        around = around with { Neighbours = around.Neighbours.Add(AclText.AclArn, Fact<ResourceState>.Absent) };

        Assert.Contains(
            "does not exist any more",
            Assert.Single(Planned.For(Moved, Sample.Policy(), around, Check).Result.Unplanned).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Evaluate_NoBaselineOrNoWebAcl_IsNotApplicable()
    {
        Assert.NotNull(Of(Moved, AclText.Around(null)).NotApplicableReason);
        Assert.NotNull(Of(Balancer.WithWebAcl(null), AclText.Around(Balancer, Guarded)).NotApplicableReason);
    }

    [Fact]
    public void Evaluate_BaselineUnread_IsUnknown() => Assert.True(Of(Moved, Surroundings.Unknown).IsUnknown);

    private static CheckResult Of(ProtectedResource state, Surroundings around) =>
        Sample.Evaluate(Check, state, Sample.Policy(), around).Result;

    private static WebAcl Named(WebAcl acl) =>
        WebAcl.Of(new(ResourceTypes.WebAcl, Other, Sample.Account, Sample.Region), acl.Parts, acl.UnknownParts);

    private static ProtectedResource Associated(string webAcl) =>
        ProtectedResourceParser
            .Parse(
                ResourceTypes.LoadBalancer,
                AwsDocument
                    .Parse(
                        """{"LoadBalancerArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188","LoadBalancerName":"shop","Scheme":"internet-facing"}"""
                    )
                    .Root,
                Sample.Account,
                Sample.Region
            )
            .Value.WithWebAcl(webAcl);
}
