using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafRequiredRuleMissingTests
{
    private static readonly WafRequiredRuleMissing Check = new();

    private static string Allow => AclText.Rule("Partner", 5, "Allow", AclText.InSet(AclText.SetArn("partner")));

    [Fact]
    public void Evaluate_BothGroups_Passes() =>
        Assert.True(Of(AclText.Acl(AclText.Common(), AclText.KnownBad())).IsPass);

    [Fact]
    public void Evaluate_OneMissing_NamesIt() =>
        Assert.Contains(
            "AWSManagedRulesKnownBadInputsRuleSet",
            Assert.Single(Of(AclText.Acl(AclText.Common())).Evidence).Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_SameNameOfAnotherVendor_DoesNotCount() =>
        Assert.True(
            Of(
                AclText.Acl(
                    AclText
                        .Common()
                        .Replace("\"VendorName\":\"AWS\"", "\"VendorName\":\"Else\"", StringComparison.Ordinal),
                    AclText.KnownBad()
                )
            ).IsFail
        );

    [Fact]
    public void Evaluate_GroupOfFirewallManager_Counts()
    {
        const string more =
            ",\"PostProcessFirewallManagerRuleGroups\":[{\"Name\":\"fm\",\"FirewallManagerStatement\":{\"ManagedRuleGroupStatement\":"
            + "{\"VendorName\":\"AWS\",\"Name\":\"AWSManagedRulesKnownBadInputsRuleSet\"}}}]";

        Assert.True(Of(AclText.AclOf("Allow", more, AclText.Common())).IsPass);
    }

    [Fact]
    public void Evaluate_VendorInPolicy_IsTheOneThatCounts()
    {
        var policy = AclText.Policy(
            "waf-required-rule-missing",
            "groups",
            ParameterValue.Of(texts: ["Fortress/OWASP"])
        );
        var rule = AclText
            .Managed("OWASP", 1)
            .Replace("\"VendorName\":\"AWS\"", "\"VendorName\":\"Fortress\"", StringComparison.Ordinal);

        Assert.True(Sample.Evaluate(Check, AclText.Acl(rule), policy).Result.IsPass);
        Assert.True(Sample.Evaluate(Check, AclText.Acl(AclText.Managed("OWASP", 1)), policy).Result.IsFail);
    }

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknownBesideWhatFails()
    {
        var result = Of(AclText.Acl(AclText.Rule("New", 1, "Block", "{\"QuantumStatement\":{}}")));

        Assert.True(result.IsFail);
        Assert.True(result.IsUnknown);
    }

    [Fact]
    public void Desired_NoBaseline_AddsBehindTheOthers()
    {
        var after = Plan(AclText.Acl(AclText.Rate(3), Allow), null);

        Assert.Equal(
            ["RateLimit", "Partner", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"],
            after.Rules.Select(rule => rule.Name)
        );
        Assert.All(after.Rules, rule => Assert.True(rule.HasMetrics && rule.IsSampled));
    }

    [Fact]
    public void Desired_DefaultBlock_AddsBeforeTheFirstAllow()
    {
        var after = Plan(AclText.AclOf("Block", "", AclText.Common(4), Allow), null);

        Assert.Equal(
            ["AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet", "Partner"],
            after.Rules.Select(rule => rule.Name)
        );
    }

    [Fact]
    public void Desired_NoFreePriorityBeforeTheAllow_SaysSo()
    {
        var state = AclText.AclOf(
            "Block",
            "",
            Allow.Replace("\"Priority\":5", "\"Priority\":0", StringComparison.Ordinal)
        );

        var planned = Planned.For(state, Sample.Policy(), AclText.Around(null), Check);

        Assert.Contains("no free priority", Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_Baseline_PutsItsRuleBackWhereItWas()
    {
        var kept = AclText
            .KnownBad(2)
            .Replace(
                "\"Name\":\"AWSManagedRulesKnownBadInputsRuleSet\",\"Priority\"",
                "\"Name\":\"Bad\",\"Invented\":[1],\"Priority\"",
                StringComparison.Ordinal
            );
        var baseline = AclText.Acl(AclText.Common(1), kept, AclText.Rate(3));

        var after = Plan(AclText.Acl(AclText.Common(1), AclText.Rate(3)), baseline);

        Assert.Equal(["AWSManagedRulesCommonRuleSet", "Bad", "RateLimit"], after.Rules.Select(rule => rule.Name));
        Assert.Contains("Invented", after.Rules[1].Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_PriorityTakenMeanwhile_GoesBeforeIt()
    {
        var baseline = AclText.Acl(AclText.Common(1), AclText.KnownBad(2));
        var state = AclText.Acl(
            AclText.Common(1),
            Allow.Replace("\"Priority\":5", "\"Priority\":2", StringComparison.Ordinal)
        );

        var after = Plan(state, baseline);

        Assert.Equal(
            ["AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet", "Partner"],
            after.Rules.Select(rule => rule.Name)
        );
    }

    [Fact]
    public void Desired_NameTakenBySomethingElse_ChoosesAnother()
    {
        var other = AclText.Rule("AWSManagedRulesCommonRuleSet", 0, "Count", AclText.InSet(AclText.SetArn("a")));

        var after = Plan(AclText.Acl(other, AclText.KnownBad(1)), null);

        Assert.Equal("AWSManagedRulesCommonRuleSet-2", after.Rules[^1].Name);
    }

    private static WebAcl Plan(WebAcl state, WebAcl? baseline)
    {
        var planned = Planned.For(state, Sample.Policy(), AclText.Around(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Single(planned.Result.Plan!.Calls);
        return (WebAcl)planned.After();
    }

    private static CheckResult Of(WebAcl acl) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(null)).Result;
}
