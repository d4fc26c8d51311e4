using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafRateLimitMissingTests
{
    private static readonly WafRateLimitMissing Check = new();

    [Theory]
    [InlineData(2000, "", true)]
    [InlineData(2001, "", false)]
    [InlineData(400, ",\"EvaluationWindowSec\":60", true)]
    [InlineData(401, ",\"EvaluationWindowSec\":60", false)]
    [InlineData(4000, ",\"EvaluationWindowSec\":600", true)]
    [InlineData(200000, "", false)]
    public void Evaluate_Limit_IsComparedForFiveMinutes(long limit, string more, bool passes) =>
        Assert.Equal(passes, Of(AclText.Acl(AclText.Rate(limit: limit, more: more))).IsPass);

    [Theory]
    [InlineData("Captcha", true)]
    [InlineData("Challenge", true)]
    [InlineData("Count", false)]
    [InlineData("Allow", false)]
    public void Evaluate_Action_HasToKeepOut(string action, bool passes) =>
        Assert.Equal(passes, Of(AclText.Acl(AclText.Rate(action: action))).IsPass);

    [Fact]
    public void Evaluate_NoRateRule_Fails() => Assert.True(Of(AclText.Acl(AclText.Common())).IsFail);

    [Fact]
    public void Evaluate_OneOfTwoIsEnough_Passes() =>
        Assert.True(
            Of(
                AclText.Acl(
                    AclText.Rate(1, 100_000),
                    AclText.Rate(2, 100).Replace("RateLimit", "SignIn", StringComparison.Ordinal)
                )
            ).IsPass
        );

    [Fact]
    public void Evaluate_ScopedDownAndTooHigh_SaysBoth()
    {
        const string more = ",\"ScopeDownStatement\":{\"GeoMatchStatement\":{\"CountryCodes\":[\"AQ\"]}}";
        var evidence = Assert.Single(Of(AclText.Acl(AclText.Rate(limit: 9000, more: more))).Evidence);

        Assert.Contains("scoped down", evidence.Traffic, StringComparison.Ordinal);
        Assert.Contains("above 2000", evidence.Offending, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", "", true)]
    [InlineData("Count", "", false)]
    [InlineData("None", ",\"RuleActionOverrides\":[{\"Name\":\"RateLimit\",\"ActionToUse\":{\"Count\":{}}}]", false)]
    public void Evaluate_InOwnRuleGroup_CountsWhenTheGroupActs(string over, string more, bool passes)
    {
        var acl = AclText.Acl(AclText.Uses(AclText.GroupArn, 1, over: over, more: more));

        Assert.Equal(passes, Of(acl, null, AclText.Group(AclText.Rate())).IsPass);
    }

    [Fact]
    public void Evaluate_OwnRuleGroupNotRead_IsUnknown() =>
        Assert.True(Of(AclText.Acl(AclText.Uses(AclText.GroupArn, 1))).IsUnknown);

    [Fact]
    public void Evaluate_RuleGroupOfFirewallManager_IsUnknown()
    {
        const string more =
            ",\"PreProcessFirewallManagerRuleGroups\":[{\"Name\":\"fm\",\"FirewallManagerStatement\":"
            + "{\"RuleGroupReferenceStatement\":{\"ARN\":\"x\"}}}]";

        Assert.True(Of(AclText.AclOf("Allow", more)).IsUnknown);
    }

    [Fact]
    public void Desired_LimitRaisedAndCounting_PutsLimitActionAndWindowBackAlone()
    {
        var state = AclText.Acl(
            AclText.Rate(limit: 200_000, action: "Count", more: ",\"EvaluationWindowSec\":60,\"Invented\":1")
        );

        var after = Plan(state, AclText.Acl(AclText.Rate(limit: 1500)));

        Assert.Equal(WafActionKind.Block, after.Rules[0].Action);
        Assert.Equal(
            """{"Limit":1500,"AggregateKeyType":"IP","Invented":1}""",
            after.Rules[0].Statement.Body.GetRawText().Replace(" ", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Desired_RuleGone_ComesBack()
    {
        var after = Plan(AclText.Acl(AclText.Common()), AclText.Acl(AclText.Common(), AclText.Rate()));

        Assert.Equal("RateLimit", after.Rules[1].Name);
    }

    [Fact]
    public void Desired_RuleReplacedByAnotherOfItsName_ComesBackWhole()
    {
        var impostor = AclText.Rule("RateLimit", 3, "Block", AclText.InSet(AclText.SetArn("a")));

        var after = Plan(AclText.Acl(impostor), AclText.Acl(AclText.Rate()));

        Assert.Equal(WafStatement.RateBased, after.Rules[0].Statement.Type);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Desired_NothingGoodInBaseline_SaysWhatIsMissing(bool hasBaseline)
    {
        var state = AclText.Acl(AclText.Rate(limit: 9000));
        var planned = Planned.For(state, Sample.Policy(), AclText.Around(hasBaseline ? state : null), Check);

        Assert.Contains(
            "the rate limit that it had: missing",
            Assert.Single(planned.Result.Unplanned).Reason,
            StringComparison.Ordinal
        );
    }

    private static WebAcl Plan(WebAcl state, WebAcl baseline)
    {
        var planned = Planned.For(state, Sample.Policy(), AclText.Around(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        return (WebAcl)planned.After();
    }

    private static CheckResult Of(WebAcl acl, WebAcl? baseline = null, params ResourceState[] neighbours) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(baseline, neighbours)).Result;
}
