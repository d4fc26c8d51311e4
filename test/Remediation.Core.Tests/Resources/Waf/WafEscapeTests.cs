using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Waf;

/// <summary>Ways to weaken a web ACL that look like something else.</summary>
public sealed class WafEscapeTests
{
    private const string ShieldsName = "ShieldMitigationRuleGroup_123456789012_shop";
    private const string ShieldsGroup =
        "arn:aws:wafv2:us-east-1:153427709519:regional/rulegroup/ShieldMitigationRuleGroup_1/44444444-2222-4333-8444-555555555555";

    private static string Label(string key, string scope = "LABEL") =>
        $$$"""{"LabelMatchStatement":{"Scope":"{{{scope}}}","Key":"{{{key}}}"}}""";

    private static string Reference(string arn) => $$$"""{"RuleGroupReferenceStatement":{"ARN":"{{{arn}}}"}}""";

    [Fact]
    public void ManagedBy_NamedAsFirewallManagerDoes_IsNobody()
    {
        var acl = WafSample.Edited(
            WafSample.Acl(),
            WebAcl.DocumentPart,
            output => output["WebACL"]!["Name"] = "FMManagedWebACLV2-mine-1"
        );

        Assert.Null(acl.ManagedBy);
    }

    [Fact]
    public void ManagedBy_RuleGroupNamedAsShieldDoes_IsNobody()
    {
        var group = WafSample.Edited(
            WafSample.Group(),
            WafRuleGroup.DocumentPart,
            output => output["RuleGroup"]!["Name"] = ShieldsName
        );

        Assert.Null(group.ManagedBy);
    }

    [Fact]
    public void ChangesSince_RuleGroupOfTheAccountInShieldsPlace_IsCounted()
    {
        var own = WafSample.GroupRule(ShieldsName, 10_000_000, Reference(WafSample.GroupArn));
        var shields = WafSample.GroupRule(ShieldsName, 10_000_000, Reference(ShieldsGroup));

        Assert.NotEmpty(Changes(WafSample.Acl(), WafSample.Acl(own)));
        Assert.Empty(Changes(WafSample.Acl(), WafSample.Acl(shields)));
    }

    [Fact]
    public void ChangesSince_ManagedGroupAddedThatAllows_IsWeaker()
    {
        var group = WafSample.Managed(
            "AWSManagedRulesBotControlRuleSet",
            ""","RuleActionOverrides":[{"Name":"SignalNonBrowserUserAgent","ActionToUse":{"Allow":{}}}]"""
        );
        var block = WafSample.Rule("block", 5, WafSample.SqlInjection);

        Assert.Equal(
            ChangeEffect.Weaker,
            Effect(WafSample.Acl(block), WafSample.Acl(WafSample.GroupRule("bots", 1, group), block))
        );
        Assert.Equal(
            ChangeEffect.Unknown,
            Effect(
                WafSample.Acl(
                    WafSample.GroupRule("common", 1, WafSample.Managed("AWSManagedRulesCommonRuleSet")),
                    WafSample.GroupRule("bots", 2, group)
                ),
                WafSample.Acl(
                    WafSample.GroupRule("common", 3, WafSample.Managed("AWSManagedRulesCommonRuleSet")),
                    WafSample.GroupRule("bots", 2, group)
                )
            )
        );
    }

    [Theory]
    [InlineData("trusted")]
    [InlineData("awswaf:123456789012:webacl:shop:vip:trusted")]
    [InlineData("vip:trusted")]
    public void ChangesSince_CountedRuleWhoseLabelIsAllowedMatchesMore_IsWeaker(string key)
    {
        var before = Labelled(WafSample.Geo("AQ"), key, "LABEL");
        var after = Labelled(WafSample.Geo("AQ", "BV"), key, "LABEL");

        Assert.Equal(ChangeEffect.Weaker, Effect(before, after));
        Assert.Equal(ChangeEffect.Stronger, Effect(after, before));
    }

    [Theory]
    [InlineData("vip:")]
    [InlineData("awswaf:123456789012:webacl:shop:vip:")]
    [InlineData("awswaf:123456789012:webacl:shop:")]
    public void ChangesSince_CountedRuleWhoseNamespaceIsAllowedMatchesMore_IsWeaker(string key) =>
        Assert.Equal(
            ChangeEffect.Weaker,
            Effect(
                Labelled(WafSample.Geo("AQ"), key, "NAMESPACE"),
                Labelled(WafSample.Geo("AQ", "BV"), key, "NAMESPACE")
            )
        );

    [Fact]
    public void Of_SetOfARuleThatLabelsForAnAllow_LetsThrough()
    {
        var acl = Labelled(WafSample.Office, "vip:trusted", "LABEL");
        var labelling = WafSample.Rule(
            "tag",
            1,
            WafSample.Office,
            "Count",
            ""","RuleLabels":[{"Name":"vip:trusted"}]"""
        );

        Assert.True(Assert.Single(WafUse.Of(WafSample.SetArn, WafSample.AclArn, acl.Rules)).LetsThrough);
        Assert.Equal(
            WafRuleEffect.Unknown,
            Assert.Single(WafUse.Of(WafSample.SetArn, WafSample.GroupArn, WafSample.Group(labelling).Rules)).Effect
        );
    }

    [Fact]
    public void ChangesSince_AllowBeforeGroupsOfFirewallManager_IsWeaker()
    {
        const string Behind =
            ""","RetrofittedByFirewallManager":true,"PostProcessFirewallManagerRuleGroups":[{"Name":"fms","Priority":1}]""";

        Assert.Equal(
            ChangeEffect.Weaker,
            Effect(
                WafSample.Acl(new WafAclText { More = Behind }),
                WafSample.Acl(
                    new WafAclText { More = Behind, Rules = [WafSample.Rule("all", 1, WafSample.Office, "Allow")] }
                )
            )
        );
    }

    [Fact]
    public void ChangesSince_CountriesThatBothMatchAnyForgedHeader_DoOverlap()
    {
        static string Forwarded(string country) =>
            $$$$"""{"GeoMatchStatement":{"CountryCodes":["{{{{country}}}}"],"ForwardedIPConfig":{"HeaderName":"X-Forwarded-For","FallbackBehavior":"MATCH"}}}""";
        var block = WafSample.Rule("block", 1, Forwarded("AQ"));
        var behind = WafSample.Rule("block", 3, Forwarded("AQ"));
        var allow = WafSample.Rule("allow", 2, Forwarded("BV"), "Allow");

        Assert.Equal(ChangeEffect.Weaker, Effect(WafSample.Acl(block, allow), WafSample.Acl(behind, allow)));
    }

    [Fact]
    public void ChangesSince_LogFiltersInAnotherOrder_IsUnknown()
    {
        const string Keep =
            """{"Behavior":"KEEP","Requirement":"MEETS_ANY","Conditions":[{"ActionCondition":{"Action":"BLOCK"}}]}""";
        const string Drop =
            """{"Behavior":"DROP","Requirement":"MEETS_ANY","Conditions":[{"ActionCondition":{"Action":"BLOCK"}}]}""";

        Assert.Equal(ChangeEffect.Unknown, Effect(Filtered(Keep, Drop), Filtered(Drop, Keep)));
    }

    [Fact]
    public void ChangesSince_PathNoLongerLogged_IsUnknown() =>
        Assert.Equal(
            ChangeEffect.Unknown,
            Effect(
                WafSample.Acl(new WafAclText { Logging = WafSample.Logging("") }),
                WafSample.Acl(new WafAclText { Logging = WafSample.Logging(""","RedactedFields":[{"UriPath":{}}]""") })
            )
        );

    [Fact]
    public void ChangesSince_WhatAnAllowAddsChanged_IsUnknownAndOfABlockNeutral()
    {
        Assert.Equal(ChangeEffect.Unknown, OfCustom("Allow", "CustomRequestHandling"));
        Assert.Equal(ChangeEffect.Neutral, OfCustom("Block", "CustomResponse"));
    }

    [Fact]
    public void CallsTo_ApplicationConfig_IsSentBack()
    {
        const string Application = ""","ApplicationConfig":{"Attributes":[{"Name":"app","Values":["shop"]}]}""";
        var before = WafSample.Acl(
            new WafAclText { More = Application, Rules = [WafSample.Rule("r", 1, WafSample.Rate(2000))] }
        );
        var after = WafSample.Acl(
            new WafAclText { More = Application, Rules = [WafSample.Rule("r", 1, WafSample.Rate(200000))] }
        );

        var call = Assert.Single(after.CallsTo(before).Calls);

        Assert.True(call.Parameters.TryGetProperty("ApplicationConfig", out _));
    }

    private static ChangeEffect OfCustom(string action, string member)
    {
        var before = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ"), action));
        var after = WafSample.Edited(
            before,
            WebAcl.DocumentPart,
            output => WafSample.RuleIn(output, "r")["Action"]![action]![member] = new JsonObject { ["A"] = 1 }
        );
        return Effect(before, after);
    }

    private static WebAcl Filtered(params string[] filters) =>
        WafSample.Acl(
            new WafAclText
            {
                Logging = WafSample.Logging(
                    $$$""","LoggingFilter":{"DefaultBehavior":"KEEP","Filters":[{{{string.Join(',', filters)}}}]}"""
                ),
            }
        );

    // A rule that only counts and labels, an Allow for the label, and something that keeps requests out.
    private static WebAcl Labelled(string statement, string key, string scope) =>
        WafSample.Acl(
            WafSample.Rule("tag", 1, statement, "Count", ""","RuleLabels":[{"Name":"vip:trusted"}]"""),
            WafSample.Rule("allow", 2, Label(key, scope), "Allow"),
            WafSample.Rule("block", 3, WafSample.SqlInjection)
        );

    private static IReadOnlyList<StateChange> Changes(WebAcl before, WebAcl after) => after.ChangesSince(before)!;

    private static ChangeEffect Effect(WebAcl before, WebAcl after) => Assert.Single(Changes(before, after)).Effect;
}
