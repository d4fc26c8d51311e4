using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafIpSetBroadTests
{
    private static readonly WafIpSetBroad Check = new();

    private static readonly WafUse[] Allowing =
    [
        new(AclText.AclArn, "Partners", WafRuleEffect.Allows, IsNegated: false),
    ];
    private static readonly WafUse[] Denying = [new(AclText.AclArn, "Bad", WafRuleEffect.Keeps, IsNegated: false)];
    private static readonly WafUse[] Excepting = [new(AclText.AclArn, "Others", WafRuleEffect.Keeps, IsNegated: true)];

    [Theory]
    [InlineData("203.0.113.0/24")]
    [InlineData("198.18.0.0/16")]
    [InlineData("10.0.0.0/8")]
    [InlineData("2001:db8::/32")]
    public void Evaluate_FewPublicAddresses_Passes(string block) => Assert.True(Of(Allowing, block).IsPass);

    [Theory]
    [InlineData("0.0.0.0/1")]
    [InlineData("198.18.0.0/15")]
    [InlineData("198.18.0.0/16", "198.19.0.0/32")]
    [InlineData("2001::/16")]
    [InlineData("::ffff:0:0/96")]
    public void Evaluate_ManyPublicAddresses_Fails(params string[] blocks) => Assert.True(Of(Allowing, blocks).IsFail);

    [Fact]
    public void Evaluate_SplitBlocks_AreCountedTogetherAndOnce() =>
        Assert.Contains(
            "131072 public addresses",
            Assert
                .Single(Of(Allowing, "198.18.0.0/16", "198.19.0.0/17", "198.19.128.0/17", "198.18.7.0/24").Evidence)
                .Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_BlockWhatIsNotIn_LetsItsMembersThrough() => Assert.True(Of(Excepting, "0.0.0.0/1").IsFail);

    [Fact]
    public void Evaluate_BlockList_IsNotApplicable() => Assert.NotNull(Of(Denying, "0.0.0.0/1").NotApplicableReason);

    [Fact]
    public void Evaluate_BroadWithUsesNotRead_IsUnknown() => Assert.True(Of(null, "0.0.0.0/1").IsUnknown);

    [Fact]
    public void Evaluate_NarrowWithUsesNotRead_Passes() => Assert.True(Of(null, "203.0.113.0/24").IsPass);

    [Fact]
    public void Evaluate_OddAddress_IsUnknown() => Assert.True(Of(Allowing, "everyone").IsUnknown);

    [Fact]
    public void Evaluate_TrustedSources_DoNotCount() =>
        Assert.True(
            Sample
                .Evaluate(Check, AclText.Set("p", Allowing, "198.18.0.0/15"), Sample.Policy(["198.18.0.0/15"]))
                .Result.IsPass
        );

    [Fact]
    public void Desired_Baseline_TakesOnlyTheLargeAdditionsOut()
    {
        var baseline = AclText.Set("p", Allowing, "203.0.113.0/24", "198.51.100.0/24");
        var state = AclText.Set("p", Allowing, "203.0.113.0/24", "192.0.2.0/24", "0.0.0.0/1");

        var planned = Planned.For(state, Sample.Policy(), AclText.Around(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("wafv2:UpdateIPSet", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Equal(["203.0.113.0/24", "192.0.2.0/24"], ((IpSet)planned.After()).Addresses);
    }

    [Theory]
    [InlineData(false, "missing")]
    [InlineData(true, "too large by the policy of today")]
    public void Desired_NothingToGoBackTo_SaysWhy(bool hasBaseline, string reason)
    {
        var state = AclText.Set("p", Allowing, "0.0.0.0/1");
        var planned = Planned.For(state, Sample.Policy(), AclText.Around(hasBaseline ? state : null), Check);

        Assert.Contains(reason, Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    private static CheckResult Of(WafUse[]? uses, params string[] blocks) =>
        Sample.Evaluate(Check, AclText.Set("p", uses, blocks), Sample.Policy(), AclText.Around(null)).Result;
}
