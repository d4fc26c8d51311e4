using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafMetricsDisabledTests
{
    private static readonly WafMetricsDisabled Check = new();

    private static string Dark => WafSample.Rate().Replace("true", "false", StringComparison.Ordinal);

    [Fact]
    public void Evaluate_AllOn_Passes()
    {
        Assert.True(Of(WafSample.Acl(WafSample.Common(), WafSample.Rate())).IsPass);
        Assert.True(Of(WafSample.Group(WafSample.Rate())).IsPass);
    }

    [Fact]
    public void Evaluate_RuleInTheDark_FailsForBoth()
    {
        Assert.Equal(
            ["its metrics are off", "its samples are off"],
            Offending(WafSample.Acl(WafSample.Common(), Dark))
        );
        Assert.Equal(["its metrics are off", "its samples are off"], Offending(WafSample.Group(Dark)));
    }

    [Fact]
    public void Evaluate_SamplesNotAskedFor_FailsForMetricsAlone()
    {
        var policy = WafSample.Policy("waf-metrics-disabled", "sampledRequests", ParameterValue.Of(false));

        Assert.Single(Sample.Evaluate(Check, WafSample.Acl(Dark), policy).Result.Evidence);
    }

    [Fact]
    public void Evaluate_ShieldMitigation_IsShieldsOwn() =>
        Assert.True(
            Of(
                WafSample.Acl(
                    Dark.Replace("\"RateLimit\"", "\"ShieldMitigationRuleGroup_1\"", StringComparison.Ordinal)
                )
            ).IsPass
        );

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknown() =>
        Assert.True(Of(WafSample.Acl(WafSample.Rule("New", 1, "Block", "{\"QuantumStatement\":{}}"))).IsUnknown);

    [Fact]
    public void Desired_WebAclAndRule_AreSwitchedOnAndKeepTheirMetric()
    {
        var acl = WafSample.Acl(Dark);
        var path = acl.Path.Then("VisibilityConfig", "CloudWatchMetricsEnabled");
        var state = (WebAcl)
            acl.WithPart(
                WebAcl.DocumentPart,
                acl.Parts[WebAcl.DocumentPart].With(path.Skip(1), AwsDocument.Parse("false"))
            );

        var planned = Planned.For(state, Sample.Policy(), null, Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("wafv2:UpdateWebACL", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        var after = (WebAcl)planned.After();
        Assert.True(after.HasMetrics && after.Rules[0].HasMetrics && after.Rules[0].IsSampled);
        Assert.Equal("m", after.Rules[0].Json.GetProperty("VisibilityConfig").GetProperty("MetricName").GetString());
    }

    [Fact]
    public void Desired_NoVisibilityAtAll_IsMadeWithAName()
    {
        const string rule =
            "{\"Name\":\"Büro geo!\",\"Priority\":1,\"Action\":{\"Block\":{}},\"Statement\":{\"GeoMatchStatement\":{\"CountryCodes\":[\"AQ\"]}}}";
        var planned = Planned.For(WafSample.Group(rule), Sample.Policy(), null, Check);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("wafv2:UpdateRuleGroup", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Equal(
            "Brogeo",
            ((WafRuleGroup)planned.After())
                .Rules[0]
                .Json.GetProperty("VisibilityConfig")
                .GetProperty("MetricName")
                .GetString()
        );
    }

    private static string[] Offending(WafResource state) => [.. Of(state).Evidence.Select(item => item.Offending)];

    private static CheckResult Of(WafResource state) => Sample.Evaluate(Check, state, Sample.Policy()).Result;
}
