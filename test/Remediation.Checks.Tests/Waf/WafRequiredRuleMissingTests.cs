using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafRequiredRuleMissingTests
{
    private static readonly WafRequiredRuleMissing Check = new();

    private static string Allow => WafSample.Rule("Partner", 5, "Allow", WafSample.InSet(WafSample.SetArn("partner")));

    [Fact]
    public void Evaluate_BothGroups_Passes() =>
        Assert.True(Of(WafSample.Acl(WafSample.Common(), WafSample.KnownBad())).IsPass);

    [Fact]
    public void Evaluate_OneMissing_NamesIt() =>
        Assert.Contains(
            "AWSManagedRulesKnownBadInputsRuleSet",
            Assert.Single(Of(WafSample.Acl(WafSample.Common())).Evidence).Offending,
            StringComparison.Ordinal
        );

    [Fact]
    public void Evaluate_SameNameOfAnotherVendor_DoesNotCount() =>
        Assert.True(
            Of(
                WafSample.Acl(
                    WafSample
                        .Common()
                        .Replace("\"VendorName\":\"AWS\"", "\"VendorName\":\"Else\"", StringComparison.Ordinal),
                    WafSample.KnownBad()
                )
            ).IsFail
        );

    [Fact]
    public void Evaluate_GroupOfFirewallManager_Counts()
    {
        const string more =
            ",\"PostProcessFirewallManagerRuleGroups\":[{\"Name\":\"fm\",\"FirewallManagerStatement\":{\"ManagedRuleGroupStatement\":"
            + "{\"VendorName\":\"AWS\",\"Name\":\"AWSManagedRulesKnownBadInputsRuleSet\"}}}]";

        Assert.True(Of(WafSample.AclOf("Allow", more, WafSample.Common())).IsPass);
    }

    [Fact]
    public void Evaluate_VendorInPolicy_IsTheOneThatCounts()
    {
        var policy = WafSample.Policy(
            "waf-required-rule-missing",
            "groups",
            ParameterValue.Of(texts: ["Fortress/OWASP"])
        );
        var rule = WafSample
            .Managed("OWASP", 1)
            .Replace("\"VendorName\":\"AWS\"", "\"VendorName\":\"Fortress\"", StringComparison.Ordinal);

        Assert.True(Sample.Evaluate(Check, WafSample.Acl(rule), policy).Result.IsPass);
        Assert.True(Sample.Evaluate(Check, WafSample.Acl(WafSample.Managed("OWASP", 1)), policy).Result.IsFail);
    }

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknownBesideWhatFails()
    {
        var result = Of(WafSample.Acl(WafSample.Rule("New", 1, "Block", "{\"QuantumStatement\":{}}")));

        Assert.True(result.IsFail);
        Assert.True(result.IsUnknown);
    }

    [Fact]
    public void Desired_NoBaseline_AddsBehindTheOthers()
    {
        var after = Plan(WafSample.Acl(WafSample.Rate(3), Allow), null);

        Assert.Equal(
            ["RateLimit", "Partner", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"],
            after.Rules.Select(rule => rule.Name)
        );
        Assert.All(after.Rules, rule => Assert.True(rule.HasMetrics && rule.IsSampled));
    }

    [Fact]
    public void Desired_DefaultBlock_AddsBeforeTheFirstAllow()
    {
        var after = Plan(WafSample.AclOf("Block", "", WafSample.Common(4), Allow), null);

        Assert.Equal(
            ["AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet", "Partner"],
            after.Rules.Select(rule => rule.Name)
        );
    }

    [Fact]
    public void Desired_NoFreePriorityBeforeTheAllow_SaysSo()
    {
        var state = WafSample.AclOf(
            "Block",
            "",
            Allow.Replace("\"Priority\":5", "\"Priority\":0", StringComparison.Ordinal)
        );

        var planned = Planned.For(state, Sample.Policy(), WafSample.Around(null), Check);

        Assert.Contains("no free priority", Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_Baseline_PutsItsRuleBackWhereItWas()
    {
        var kept = WafSample
            .KnownBad(2)
            .Replace(
                "\"Name\":\"AWSManagedRulesKnownBadInputsRuleSet\",\"Priority\"",
                "\"Name\":\"Bad\",\"Invented\":[1],\"Priority\"",
                StringComparison.Ordinal
            );
        var baseline = WafSample.Acl(WafSample.Common(1), kept, WafSample.Rate(3));

        var after = Plan(WafSample.Acl(WafSample.Common(1), WafSample.Rate(3)), baseline);

        Assert.Equal(["AWSManagedRulesCommonRuleSet", "Bad", "RateLimit"], after.Rules.Select(rule => rule.Name));
        Assert.Contains("Invented", after.Rules[1].Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Desired_PriorityTakenMeanwhile_GoesBeforeIt()
    {
        var baseline = WafSample.Acl(WafSample.Common(1), WafSample.KnownBad(2));
        var state = WafSample.Acl(
            WafSample.Common(1),
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
        var other = WafSample.Rule("AWSManagedRulesCommonRuleSet", 0, "Count", WafSample.InSet(WafSample.SetArn("a")));

        var after = Plan(WafSample.Acl(other, WafSample.KnownBad(1)), null);

        Assert.Equal("AWSManagedRulesCommonRuleSet-2", after.Rules[^1].Name);
    }

    private static WebAcl Plan(WebAcl state, WebAcl? baseline)
    {
        var planned = Planned.For(state, Sample.Policy(), WafSample.Around(baseline), Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Single(planned.Result.Plan!.Calls);
        return (WebAcl)planned.After();
    }

    private static CheckResult Of(WebAcl acl) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), WafSample.Around(null)).Result;
}
