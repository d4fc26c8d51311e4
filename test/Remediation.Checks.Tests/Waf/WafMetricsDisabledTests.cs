using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafMetricsDisabledTests
{
    private static readonly WafMetricsDisabled Check = new();

    private static string Dark => AclText.Rate().Replace("true", "false", StringComparison.Ordinal);

    [Fact]
    public void Evaluate_AllOn_Passes()
    {
        Assert.True(Of(AclText.Acl(AclText.Common(), AclText.Rate())).IsPass);
        Assert.True(Of(AclText.Group(AclText.Rate())).IsPass);
    }

    [Fact]
    public void Evaluate_RuleInTheDark_FailsForBoth()
    {
        Assert.Equal(["its metrics are off", "its samples are off"], Offending(AclText.Acl(AclText.Common(), Dark)));
        Assert.Equal(["its metrics are off", "its samples are off"], Offending(AclText.Group(Dark)));
    }

    [Fact]
    public void Evaluate_SamplesNotAskedFor_FailsForMetricsAlone()
    {
        var policy = AclText.Policy("waf-metrics-disabled", "sampledRequests", ParameterValue.Of(false));

        Assert.Single(Sample.Evaluate(Check, AclText.Acl(Dark), policy).Result.Evidence);
    }

    [Fact]
    public void Evaluate_RuleThatOnlyBearsShieldsName_IsJudged() =>
        Assert.True(
            Of(
                AclText.Acl(Dark.Replace("\"RateLimit\"", "\"ShieldMitigationRuleGroup_1\"", StringComparison.Ordinal))
            ).IsFail
        );

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknown() =>
        Assert.True(Of(AclText.Acl(AclText.Rule("New", 1, "Block", "{\"QuantumStatement\":{}}"))).IsUnknown);

    [Fact]
    public void Desired_WebAclAndRule_AreSwitchedOnAndKeepTheirMetric()
    {
        var acl = AclText.Acl(Dark);
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
        var planned = Planned.For(AclText.Group(rule), Sample.Policy(), null, Check);

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
