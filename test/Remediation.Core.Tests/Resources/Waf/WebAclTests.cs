using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Waf;

public sealed class WebAclTests
{
    [Fact]
    public void Rules_OfAnAcl_AreInTheOrderOfTheirPriority()
    {
        var acl = WafSample.Acl(
            WafSample.Rule("second", 5, WafSample.Geo("AQ")),
            WafSample.GroupRule("first", 1, WafSample.Managed("AWSManagedRulesCommonRuleSet"))
        );

        Assert.Equal(["first", "second"], acl.Rules.Select(rule => rule.Name));
        Assert.Equal(WafRuleEffect.Keeps, acl.Rules[0].Effect);
        Assert.Equal(WafActionKind.Block, acl.Rules[1].Action);
        Assert.True(acl.Rules[1].IsSampled);
        Assert.Equal("shop", acl.Name);
        Assert.Equal("REGIONAL", acl.Scope);
        Assert.Equal("t-1", acl.LockToken);
        Assert.Equal(WafActionKind.Allow, acl.DefaultAction);
        Assert.Empty(acl.Unreadable);
    }

    [Fact]
    public void WithAllInner_OfNestedStatements_FindsEachWithItsNegation()
    {
        var acl = WafSample.Acl(
            WafSample.Rule(
                "nested",
                1,
                WafSample.Rate(
                    500,
                    $$$$""","ScopeDownStatement":{{{{WafSample.And(WafSample.Not(WafSample.Or(WafSample.Office)), WafSample.Geo("AQ"))}}}}"""
                )
            )
        );

        var all = acl.Rules[0].Statement.WithAllInner.ToList();

        Assert.Equal(
            [
                "RateBasedStatement",
                "AndStatement",
                "NotStatement",
                "OrStatement",
                "IPSetReferenceStatement",
                "GeoMatchStatement",
            ],
            all.Select(statement => statement.Type)
        );
        Assert.Equal([false, false, false, true, true, false], all.Select(statement => statement.IsNegated));
        Assert.Equal(WafSample.SetArn, Assert.Single(acl.Neighbours).Id);
    }

    [Fact]
    public void Unreadable_StatementAndActionOfAnUnknownType_NamesThem()
    {
        var acl = WafSample.Acl(
            WafSample.Rule("odd", 1, """{"QuantumStatement":{"Entangled":true}}"""),
            WafSample.Rule("odder", 2, WafSample.Geo("AQ"), action: "Teleport"),
            """{"Name":"none","Priority":3}"""
        );

        Assert.Contains(acl.Unreadable, reason => reason.Contains("QuantumStatement", StringComparison.Ordinal));
        Assert.Contains(acl.Unreadable, reason => reason.Contains("'odder' has an action", StringComparison.Ordinal));
        Assert.Contains(acl.Unreadable, reason => reason.Contains("'none'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""","ManagedByFirewallManager":true""")]
    [InlineData(""","PostProcessFirewallManagerRuleGroups":[{"Name":"fms","Priority":1}]""")]
    public void ManagedBy_WhatFirewallManagerOwns_SaysSo(string more)
    {
        Assert.Equal("AWS Firewall Manager", WafSample.Acl(new WafAclText { More = more }).ManagedBy);
        Assert.Null(WafSample.Acl().ManagedBy);
    }

    [Fact]
    public void ManagedBy_AclOfATeamThatFirewallManagerRetrofitted_IsTheTeams()
    {
        var acl = WafSample.Acl(
            new WafAclText
            {
                More =
                    ""","RetrofittedByFirewallManager":true,"PreProcessFirewallManagerRuleGroups":[{"Name":"fms","Priority":1}]""",
            }
        );

        Assert.Null(acl.ManagedBy);
    }

    [Fact]
    public void Logging_OfAnAcl_IsKnownAbsentOrUnknown()
    {
        var logging = WafSample.Logging(
            ""","RedactedFields":[{"SingleHeader":{"Name":"Authorization"}},{"UriPath":{}}]"""
        );

        var known = WafSample.Acl(new WafAclText { Logging = logging }).Logging;

        Assert.Equal(["arn:aws:s3:::aws-waf-logs-shop"], known.Value!.Destinations);
        Assert.Equal(["header authorization", "UriPath"], known.Value.RedactedFields);
        Assert.True(WafSample.Acl().Logging.IsAbsent);
        var unknown = WebAcl.Of(
            WafSample.AclId,
            WafSample.Acl().Parts,
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add(
                WebAcl.LoggingPart,
                "access denied"
            )
        );
        Assert.Equal("access denied", unknown.Logging.UnknownReason);
    }

    [Fact]
    public void Group_OfAManagedRule_HasItsVersionAndOverrides()
    {
        var statement = WafSample
            .Acl(
                WafSample.GroupRule(
                    "common",
                    1,
                    WafSample.Managed(
                        "AWSManagedRulesCommonRuleSet",
                        ""","Version":"Version_1.4","RuleActionOverrides":[{"Name":"SizeRestrictions_BODY","ActionToUse":{"Allow":{}}}],"ExcludedRules":[{"Name":"NoUserAgent_HEADER"}]"""
                    )
                )
            )
            .Rules[0]
            .Statement;

        var group = WafGroup.Of(statement)!;

        Assert.Equal(("AWS", "AWSManagedRulesCommonRuleSet", "Version_1.4"), (group.Vendor, group.Name, group.Version));
        Assert.Equal(
            [
                new WafOverride("SizeRestrictions_BODY", WafActionKind.Allow, false),
                new WafOverride("NoUserAgent_HEADER", WafActionKind.Count, true),
            ],
            group.Overrides
        );
        Assert.Null(WafGroup.Of(WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ"))).Rules[0].Statement));
    }

    [Theory]
    [InlineData("arn:aws:wafv2:us-east-1:123456789012:global/webacl/cdn/1", "CLOUDFRONT")]
    [InlineData("arn:aws-us-gov:wafv2:us-gov-west-1:123456789012:regional/webacl/shop/1", "REGIONAL")]
    [InlineData("arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop", null)]
    [InlineData("arn:aws:waf::123456789012:webacl/1", null)]
    public void Parse_Arn_TellsTheScope(string arn, string? scope) => Assert.Equal(scope, WafArn.Parse(arn)?.Scope);
}
