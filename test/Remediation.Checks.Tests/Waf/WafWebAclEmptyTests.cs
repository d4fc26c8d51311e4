using Remediation.Checks.Waf;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafWebAclEmptyTests
{
    private const string Shield =
        "{\"Name\":\"ShieldMitigationRuleGroup_1_a\",\"Priority\":10000000,\"OverrideAction\":{\"None\":{}},\"Statement\":"
        + "{\"RuleGroupReferenceStatement\":{\"ARN\":\"arn:aws:wafv2:us-east-1:153427709519:regional/rulegroup/s/1\"}}}";

    private static readonly WafWebAclEmpty Check = new();

    [Fact]
    public void Evaluate_NoRulesAndAllow_Fails() => Assert.True(Result(AclText.Acl()).IsFail);

    [Fact]
    public void Evaluate_OnlyWhatShieldPutIn_Fails() => Assert.True(Result(AclText.Acl(Shield)).IsFail);

    [Fact]
    public void Evaluate_OneRule_Passes() => Assert.True(Result(AclText.Acl(AclText.Common())).IsPass);

    [Fact]
    public void Evaluate_DefaultBlock_Passes() => Assert.True(Result(AclText.AclOf("Block", "")).IsPass);

    [Fact]
    public void Evaluate_GroupOfFirewallManager_Passes() =>
        Assert.True(
            Result(
                AclText.AclOf(
                    "Allow",
                    """
                    ,"PreProcessFirewallManagerRuleGroups":[{"Name":"fm","Priority":0}]
                    """
                )
            ).IsPass
        );

    [Fact]
    public void Evaluate_UnknownDefaultAction_IsUnknown() =>
        Assert.True(Result(AclText.AclOf("Teleport", "")).IsUnknown);

    [Fact]
    public void Desired_Baseline_PutsItsRulesBackBesideShield()
    {
        var baseline = AclText.Acl(AclText.Common(), AclText.Rate());
        var planned = Planned.For(AclText.Acl(Shield), Sample.Policy(), AclText.Around(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("wafv2:UpdateWebACL", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Equal(
            ["AWSManagedRulesCommonRuleSet", "RateLimit", "ShieldMitigationRuleGroup_1_a"],
            ((WebAcl)planned.After()).Rules.Select(rule => rule.Name)
        );
    }

    [Fact]
    public void Desired_BaselineThatBlockedByDefault_PutsThatBack()
    {
        var planned = Planned.For(AclText.Acl(), Sample.Policy(), AclText.Around(AclText.AclOf("Block", "")), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(WafActionKind.Block, ((WebAcl)planned.After()).DefaultAction);
    }

    [Fact]
    public void Desired_NoBaseline_SaysWhatIsMissing() =>
        Assert.Contains(
            "the rules that it had: missing",
            Assert
                .Single(Planned.For(AclText.Acl(), Sample.Policy(), AclText.Around(null), Check).Result.Unplanned)
                .Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Desired_RuleOfADeletedSet_SaysWhichIsGone()
    {
        var arn = AclText.SetArn("gone");
        var baseline = AclText.Acl(AclText.Rule("Deny", 0, "Block", AclText.InSet(arn)));
        var around = AclText.Around(baseline);
        around = around with
        {
            Neighbours = around.Neighbours.Add(arn, Core.Resources.Fact<Core.Resources.ResourceState>.Absent),
        };

        var reason = Assert.Single(Planned.For(AclText.Acl(), Sample.Policy(), around, Check).Result.Unplanned).Reason;

        Assert.Contains(arn, reason, StringComparison.Ordinal);
    }

    private static Core.Checks.CheckResult Result(WebAcl acl) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(null)).Result;
}
