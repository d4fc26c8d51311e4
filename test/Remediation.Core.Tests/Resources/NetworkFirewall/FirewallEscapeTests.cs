using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkFirewall;

/// <summary>Ways to weaken a rule that leave all that a quick look compares as it was.</summary>
public sealed class FirewallEscapeTests
{
    [Theory]
    [InlineData("flow:to_server; content:\"x\";", "flow:to_client; content:\"x\";", ChangeEffect.Unknown)]
    [InlineData("content:\"x\";", "flow:to_client; content:\"x\";", ChangeEffect.Weaker)]
    [InlineData("flow:established,to_server;", "flow:from_client, established;", ChangeEffect.Neutral)]
    [InlineData(
        "http.host; content:\"a\"; http.uri; content:\"b\";",
        "http.host; content:\"b\"; http.uri; content:\"a\";",
        ChangeEffect.Unknown
    )]
    [InlineData("content:\"/admin\"; nocase;", "content:\"/admin\";", ChangeEffect.Unknown)]
    [InlineData("content:\"a\";", "content:\"a\"; content:\"b\"; nocase;", ChangeEffect.Weaker)]
    [InlineData("content:\"a\"; content:\"b\"; nocase;", "content:\"a\";", ChangeEffect.Stronger)]
    [InlineData("content:\"a\";", "http.uri; content:\"a\";", ChangeEffect.Unknown)]
    [InlineData("content:\"a\";", "content:\"a\"; offset:4;", ChangeEffect.Weaker)]
    public void ChangesSince_OptionsOfADropRule_AreComparedInTheirOrder(
        string before,
        string after,
        ChangeEffect effect
    ) =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata($"drop tcp any any -> any any ({before} sid:1;)"),
            FirewallSample.Suricata($"drop tcp any any -> any any ({after} sid:1;)"),
            effect,
            "rule"
        );

    [Fact]
    public void ChangesSince_RulesOfOtherNumbersThatSayTheSame_AreNeutral() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata("drop tcp any any -> any 22 (sid:1;)\npass tcp any any -> any 443 (sid:2;)"),
            FirewallSample.Suricata(
                "drop tcp any any -> any 22 (msg:\"ssh\"; sid:1001;)\npass tcp any any -> any 443 (sid:1002;)"
            ),
            ChangeEffect.Neutral,
            "rules are written otherwise and say the same"
        );

    [Fact]
    public void ChangesSince_RulesOfOtherNumbersInAnotherOrder_IsWeaker() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata("drop tcp any any -> any 22 (sid:1;)\npass tcp any any -> any any (sid:2;)"),
            FirewallSample.Suricata("pass tcp any any -> any any (sid:11;)\ndrop tcp any any -> any 22 (sid:12;)"),
            ChangeEffect.Weaker,
            "pass rule sid 11 now comes before drop rule sid 12"
        );

    [Fact]
    public void ChangesSince_PassRuleMadeCaseInsensitive_IsNotStronger() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata("pass http any any -> any any (http.host; content:\"a.example\"; sid:1;)"),
            FirewallSample.Suricata("pass http any any -> any any (http.host; content:\"a.example\"; nocase; sid:1;)"),
            ChangeEffect.Unknown,
            "nocase"
        );

    [Theory]
    [InlineData(
        "alert tcp any any -> any 22 (flowbits:set,bad; sid:1;)",
        "alert tcp any any -> any 22 (flowbits:unset,bad; sid:1;)",
        "what it marks for other rules"
    )]
    [InlineData(
        "alert tcp any any -> any 22 (flowbits:set,good; sid:1;)",
        "alert tcp any any -> any any (flowbits:set,good; sid:1;)",
        "rule sid 1"
    )]
    [InlineData("", "alert tcp any any -> any any (flowbits:set,good; sid:1;)", "rule sid 1 added")]
    [InlineData("pass tcp any any -> any any (flowbits:set,bad; sid:1;)", "", "rule sid 1 removed")]
    public void ChangesSince_WhatOtherRulesAskAfter_IsUnknown(string before, string after, string text) =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(before),
            FirewallSample.Suricata(after),
            ChangeEffect.Unknown,
            text
        );

    [Theory]
    [InlineData("[10.0.0.0/8,!$OFFICE]", "[0.0.0.0/0,!$OFFICE]")]
    [InlineData("[10.0.0.0/8,!@Set]", "[0.0.0.0/0,!@Set]")]
    public void ChangesSince_MoreSourcesBesideAnUnknownException_IsSeen(string before, string after) =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata($"pass tcp {before} any -> any 443 (sid:1;)"),
            FirewallSample.Suricata($"pass tcp {after} any -> any 443 (sid:1;)"),
            ChangeEffect.Unknown,
            "rule sid 1"
        );

    [Fact]
    public void ChangesSince_MorePortsBesideAnUnknownException_IsSeen() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata("pass tcp any any -> any [443,!$P] (sid:1;)"),
            FirewallSample.Suricata("pass tcp any any -> any [1:65535,!$P] (sid:1;)"),
            ChangeEffect.Unknown,
            "rule sid 1"
        );

    [Fact]
    public void ChangesSince_OneOfTheFlagsTakenAway_IsNotStronger() =>
        FirewallChangesTests.AssertOne(
            Flagged("""{"Flags":["SYN"],"Masks":["SYN","ACK"]},{"Flags":["FIN"],"Masks":["FIN"]}"""),
            Flagged("""{"Flags":["FIN"],"Masks":["FIN"]}"""),
            ChangeEffect.Unknown,
            "rule priority 1"
        );

    [Fact]
    public void CallsTo_RuleGroup_SendsWhatItsSummaryShows()
    {
        var group = FirewallSample.Suricata("drop tcp any any -> any any (sid:1;)");
        var part = group
            .Parts[FirewallParts.RuleGroup]
            .With(
                DocumentPath.Of(FirewallRuleGroup.Response, "SummaryConfiguration"),
                AwsDocument.Parse("""{"RuleOptions":["SID"]}""")
            );
        var before = (FirewallRuleGroup)group.WithPart(FirewallParts.RuleGroup, part);
        var after = (FirewallRuleGroup)
            before.WithPart(
                FirewallParts.RuleGroup,
                part.With(
                    DocumentPath.Of("RuleGroup", "RulesSource", "RulesString"),
                    AwsDocument.Parse("\"alert tcp any any -> any any (sid:1;)\"")
                )
            );

        var call = Assert.Single(after.CallsTo(before).Calls);

        Assert.True(call.Parameters.TryGetProperty("SummaryConfiguration", out _));
    }

    private static FirewallRuleGroup Flagged(string flags) =>
        FirewallSample.Group(
            $$"""
            { "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [
              { "Priority": 1, "RuleDefinition": { "Actions": [ "aws:drop" ], "MatchAttributes": {
                "Protocols": [ 6 ], "TCPFlags": [ {{flags}} ] } } } ] } } }
            """,
            FirewallSample.StatelessArn
        );
}
