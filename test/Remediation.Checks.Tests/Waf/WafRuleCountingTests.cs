using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafRuleCountingTests
{
    private const string Size =
        ",\"RuleActionOverrides\":[{\"Name\":\"SizeRestrictions_BODY\",\"ActionToUse\":{\"Count\":{}}}]";

    private static readonly WafRuleCounting Check = new();

    [Fact]
    public void Evaluate_GroupsAsMade_Passes() => Assert.True(Of(AclText.Acl(AclText.Common(), AclText.Rate())).IsPass);

    [Fact]
    public void Evaluate_GroupOverriddenToCount_Fails() =>
        Assert.Equal(
            "AWSManagedRulesCommonRuleSet",
            Assert.Single(Of(AclText.Acl(AclText.Common(over: "Count"))).Evidence).Rule
        );

    [Fact]
    public void Evaluate_OwnGroupOverriddenToCount_Fails() =>
        Assert.True(Of(AclText.Acl(AclText.Uses(AclText.GroupArn, 1, over: "Count"))).IsFail);

    [Theory]
    [InlineData(Size)]
    [InlineData(",\"RuleActionOverrides\":[{\"Name\":\"A\",\"ActionToUse\":{\"Allow\":{}}}]")]
    [InlineData(",\"ExcludedRules\":[{\"Name\":\"A\"}]")]
    public void Evaluate_RuleOfAGroupWeakened_Fails(string more) =>
        Assert.True(Of(AclText.Acl(AclText.Common(more: more))).IsFail);

    [Theory]
    [InlineData(",\"RuleActionOverrides\":[{\"Name\":\"A\",\"ActionToUse\":{\"Captcha\":{}}}]")]
    [InlineData(",\"RuleActionOverrides\":[]")]
    public void Evaluate_RuleOfAGroupStrengthened_Passes(string more) =>
        Assert.True(Of(AclText.Acl(AclText.Common(more: more))).IsPass);

    [Theory]
    [InlineData("SizeRestrictions_BODY", true)]
    [InlineData("AWSManagedRulesCommonRuleSet/SizeRestrictions_BODY", true)]
    [InlineData("AWSManagedRulesOther/SizeRestrictions_BODY", false)]
    public void Evaluate_OverrideAllowedByPolicy_Passes(string allowed, bool passes)
    {
        var policy = AclText.Policy("waf-rule-counting", "allowedOverrides", ParameterValue.Of(texts: [allowed]));
        var result = Sample.Evaluate(Check, AclText.Acl(AclText.Common(more: Size)), policy).Result;

        Assert.Equal(passes, result.IsPass);
    }

    [Fact]
    public void Evaluate_OwnRuleCounting_FailsOnlyWhenItBlockedBefore()
    {
        var counting = AclText.Acl(AclText.Rate(action: "Count"));

        Assert.True(Of(counting).IsPass);
        Assert.True(Of(counting, counting).IsPass);
        Assert.True(Of(counting, AclText.Acl(AclText.Rate(action: "Captcha"))).IsFail);
    }

    [Fact]
    public void Evaluate_ShieldMitigation_IsShieldsOwn() =>
        Assert.True(
            Of(
                AclText.Acl(
                    AclText.Uses(
                        AclText.GroupArn.Replace("123456789012", "153427709519", StringComparison.Ordinal),
                        10_000_000,
                        "ShieldMitigationRuleGroup_1",
                        over: "Count"
                    )
                )
            ).IsPass
        );

    // Whoever names a rule so and puts it before the others does not escape.
    [Fact]
    public void Evaluate_ShieldsNameAtAnotherPlace_IsJudged() =>
        Assert.True(
            Of(AclText.Acl(AclText.Uses(AclText.GroupArn, 9, "ShieldMitigationRuleGroup_1", over: "Count"))).IsFail
        );

    [Fact]
    public void Evaluate_UnknownOverrideAction_IsUnknown() =>
        Assert.True(Of(AclText.Acl(AclText.Common(over: "Teleport"))).IsUnknown);

    [Fact]
    public void Desired_EverythingAtOnce_ActsAgainInOneCallAndKeepsTheRest()
    {
        const string more =
            ",\"Version\":\"Version_1.5\",\"RuleActionOverrides\":[{\"Name\":\"A\",\"ActionToUse\":{\"Count\":{}}},"
            + "{\"Name\":\"B\",\"ActionToUse\":{\"Captcha\":{}}}],\"ExcludedRules\":[{\"Name\":\"C\"}]";
        var state = AclText.Acl(AclText.Common(over: "Count", more: more), AclText.Rate(action: "Count"));
        var baseline = AclText.Acl(AclText.Common(), AclText.Rate());

        var planned = Planned.For(state, Sample.Policy(), AclText.Around(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Single(planned.Result.Plan!.Calls);
        var after = (WebAcl)planned.After();
        Assert.False(after.Rules[0].IsOverriddenToCount);
        Assert.Equal(WafActionKind.Block, after.Rules[1].Action);
        var group = WafGroup.Of(after.Rules[0].Statement)!;
        Assert.Equal([new("B", WafActionKind.Captcha, IsExclusion: false)], group.Overrides);
        Assert.Equal("Version_1.5", group.Version);
    }

    [Fact]
    public void Desired_BaselineHadAStrongerOverride_PutsThatBack()
    {
        const string was =
            ",\"RuleActionOverrides\":[{\"Name\":\"SizeRestrictions_BODY\",\"ActionToUse\":{\"Captcha\":{}}}]";
        var planned = Planned.For(
            AclText.Acl(AclText.Common(more: Size)),
            Sample.Policy(),
            AclText.Around(AclText.Acl(AclText.Common(more: was))),
            Check
        );

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(
            [new("SizeRestrictions_BODY", WafActionKind.Captcha, IsExclusion: false)],
            WafGroup.Of(((WebAcl)planned.After()).Rules[0].Statement)!.Overrides
        );
    }

    private static CheckResult Of(WebAcl acl, WebAcl? baseline = null) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(baseline)).Result;
}
