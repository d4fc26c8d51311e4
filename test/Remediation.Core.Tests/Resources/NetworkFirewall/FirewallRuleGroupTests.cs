using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Traffic;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkFirewall;

public sealed class FirewallRuleGroupTests
{
    [Theory]
    [InlineData("pass tcp any any -> 10.0.1.0/24 80 (sid:1;)", "pass tcp/80 from anywhere to 10.0.1.0/24")]
    [InlineData(
        "drop udp 10.0.0.0/8 1024: -> any :53 (sid:1;)",
        "drop udp/0-53 from 10.0.0.0/8 to anywhere (source ports 1024-65535)"
    )]
    [InlineData(
        "reject ip [10.0.0.0/8, !10.1.0.0/16] any <> any any (sid:1;)",
        "reject ip between 10.0.0.0/16, 10.2.0.0/15, 10.4.0.0/14, 10.8.0.0/13, 10.16.0.0/12, 10.32.0.0/11, 10.64.0.0/10, 10.128.0.0/9 and anywhere"
    )]
    [InlineData(
        "alert tcp any any -> any [22,80:90,!85] (sid:1;)",
        "alert tcp/22,80-84,86-90 from anywhere to anywhere"
    )]
    [InlineData(
        "drop tcp 10.0.0.1-10.0.0.2 any -> @Blocked any (sid:1;)",
        "drop tcp from 10.0.0.1/32, 10.0.0.2/32 to @Blocked"
    )]
    public void Rules_Header_IsUnderstood(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(FirewallSample.Suricata(text).Rules).ToString());

    [Fact]
    public void Rules_OptionsWithQuotesAndEscapes_AreConditions()
    {
        const string text = """
            # a comment
            drop http $HOME_NET any -> $EXTERNAL_NET any (msg:"no \"shell\"\; ever (really)"; content:"|3B|a\;b"; \
                http.uri; pcre:"/x\/y;z/i"; sid:7; rev:2;)
            """;

        var group = FirewallSample.Suricata(text);
        var rule = Assert.Single(group.Rules);

        Assert.Empty(group.Unreadable);
        Assert.Equal("no \"shell\"; ever (really)", rule.Message);
        Assert.Equal("sid 7", rule.Label);
        Assert.Equal(["content:\"|3B|a\\;b\"", "http.uri", "pcre:\"/x\\/y;z/i\""], rule.Conditions);
    }

    [Theory]
    [InlineData("pass tcp any any -> any", "its header has 6 words")]
    [InlineData("pass tcp any any -> any any", "options do not stand in parentheses")]
    [InlineData("pass tcp any any -> any any (sid:1; msg:\"open)", "a quote in it is not closed")]
    [InlineData("pass tcp any any -> any any (sid:1)", "does not end in a semicolon")]
    [InlineData("allow tcp any any -> any any (sid:1;)", "the action allow")]
    [InlineData("pass warp any any -> any any (sid:1;)", "the protocol warp")]
    [InlineData("pass tcp 10.0.0.300 any -> any any (sid:1;)", "the source 10.0.0.300")]
    [InlineData("pass tcp [10.0.0.0/8 any -> any any (sid:1;)", "its header has")]
    [InlineData("pass tcp any 70000 -> any any (sid:1;)", "the source port 70000")]
    [InlineData("pass tcp any any <- any any (sid:1;)", "the direction <-")]
    [InlineData("pass tcp any any -> any 9:1 (sid:1;)", "the destination port 9:1")]
    [InlineData("pass tcp any any -> ] any (sid:1;)", "the destination ]")]
    public void Unreadable_RuleThatCannotBeUnderstood_IsTold(string text, string reason)
    {
        var group = FirewallSample.Suricata($"drop ip any any -> any any (sid:9;)\n{text}");

        Assert.Equal("sid 9", Assert.Single(group.Rules).Label);
        var told = Assert.Single(group.Unreadable);
        Assert.Contains("in line 2", told, StringComparison.Ordinal);
        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.False(group.IsEmpty);
    }

    [Fact]
    public void Rules_Variables_AreResolvedAsFarAsTheyAreKnown()
    {
        const string variables = """
            { "IPSets": { "HOME_NET": { "Definition": [ "10.0.0.0/16", "10.1.0.0/16" ] } },
              "PortSets": { "WEB": { "Definition": [ "80", "8000:8080" ] } } }
            """;

        var rule = Assert.Single(
            FirewallSample.Suricata("pass tcp $EXTERNAL_NET any -> $HOME_NET $WEB (sid:1;)", variables: variables).Rules
        );

        Assert.True(rule.Traffic.IsExact);
        Assert.Equal(Sample.Addresses("10.0.0.0/15"), rule.Traffic.Destinations.Known);
        Assert.Equal(AddressSet.All.Except(Sample.Addresses("10.0.0.0/15")), rule.Traffic.Sources.Known);
        Assert.Equal(PortSet.Parse("80").Value.Union(PortSet.Of(8000, 8080)), rule.Traffic.DestinationPorts.Known);
    }

    [Fact]
    public void Rules_VariablesLeftToDefaults_AreUnknownButExternalIsTheInternet()
    {
        var rule = Assert.Single(FirewallSample.Suricata("pass tcp $EXTERNAL_NET any -> $HOME_NET any (sid:1;)").Rules);

        Assert.False(rule.Traffic.IsExact);
        Assert.Equal(Internet.Space, rule.Traffic.Sources.Known);
        Assert.Equal(["$HOME_NET"], rule.Traffic.Destinations.Unresolved);
    }

    [Fact]
    public void Rules_VariableDefinedByItself_Ends() =>
        Assert.False(
            Assert
                .Single(
                    FirewallSample
                        .Suricata(
                            "pass tcp $A any -> any any (sid:1;)",
                            variables: """{ "IPSets": { "A": { "Definition": [ "$A", "$EXTERNAL_NET" ] }, "HOME_NET": { "Definition": [ "$EXTERNAL_NET" ] } } }"""
                        )
                        .Rules
                )
                .Traffic.IsExact
        );

    [Fact]
    public void Rules_OfTuples_AreThoseOfText()
    {
        var tuples = FirewallSample.Group(
            """
            { "RulesSource": { "StatefulRules": [
              { "Action": "PASS", "Header": { "Protocol": "TCP", "Source": "ANY", "SourcePort": "ANY", "Direction": "FORWARD",
                "Destination": "10.0.1.0/24", "DestinationPort": "80" },
                "RuleOptions": [ { "Keyword": "sid", "Settings": [ "2" ] }, { "Keyword": "msg:\"web\"" } ] } ] } }
            """
        );
        var text = FirewallSample.Suricata("pass tcp any any -> 10.0.1.0/24 80 (sid:2; msg:\"web\";)");

        var (one, other) = (Assert.Single(tuples.Rules), Assert.Single(text.Rules));
        Assert.Equal(other.ToString(), one.ToString());
        Assert.Equal((other.Label, other.Message, other.Traffic), (one.Label, one.Message, one.Traffic));
        Assert.False(tuples.IsStrictlyOrdered);
    }

    [Fact]
    public void Rules_OfTupleWithoutHeader_IsUnreadable() =>
        Assert.Contains(
            "stateful rule 1 lacks",
            Assert.Single(
                FirewallSample.Group("""{ "RulesSource": { "StatefulRules": [ { "Action": "PASS" } ] } }""").Unreadable
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Rules_Stateless_AreInTheOrderOfPriorities()
    {
        var group = FirewallSample.Group(Stateless, FirewallSample.StatelessArn);

        Assert.True(group.IsStateless);
        Assert.Equal(
            [
                "drop tcp/22 from anywhere to 10.0.0.0/16 where TCP flags SYN of SYN+ACK",
                "pass tcp from 198.51.100.0/24 to anywhere",
                "pass udp from 198.51.100.0/24 to anywhere",
                "forward ip from anywhere to anywhere",
            ],
            group.Rules.Select(rule => rule.ToString())
        );
        Assert.Equal(["Count"], group.Rules[0].Notices);
        Assert.Empty(group.Unreadable);
    }

    [Theory]
    [InlineData(
        """{ "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [ { "RuleDefinition": {} } ] } } }""",
        "has no priority"
    )]
    [InlineData(
        """{ "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [ { "Priority": 1, "RuleDefinition": {} } ] } } }""",
        "no action"
    )]
    [InlineData(
        """{ "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [ { "Priority": 1, "RuleDefinition": { "Actions": [ "aws:pass" ], "MatchAttributes": { "Sources": [ { "AddressDefinition": "x" } ] } } } ] } } }""",
        "cannot be understood"
    )]
    [InlineData("""{ "RulesSource": { "NewKind": {} } }""", "NewKind")]
    [InlineData("""{ "RulesSource": { "StatefulRules": "none" } }""", "not a list of objects")]
    public void Unreadable_OddContent_IsTold(string content, string reason) =>
        Assert.Contains(
            FirewallSample.Group(content, FirewallSample.StatelessArn).Unreadable,
            text => text.Contains(reason, StringComparison.Ordinal)
        );

    [Fact]
    public void Domains_List_IsRead()
    {
        var group = FirewallSample.Domains("DENYLIST", ".example.com", "example.net");

        Assert.False(group.IsEmpty);
        Assert.True(group.Domains!.Covers("a.example.com"));
        Assert.True(group.Domains.Covers("example.com"));
        Assert.False(group.Domains.Covers("a.example.net"));
        Assert.False(group.Domains.Covers("badexample.com"));
    }

    [Theory]
    [InlineData("""{ "RulesSource": { "RulesString": "# nothing" } }""", true)]
    [InlineData("""{ "RulesSource": { "RulesSourceList": { "Targets": [] } } }""", true)]
    [InlineData("{}", true)]
    [InlineData("""{ "RulesSource": { "RulesString": "pass tcp any any -> any any (sid:1;)" } }""", false)]
    public void IsEmpty_Content_IsWhetherAnythingCouldMatch(string content, bool expected) =>
        Assert.Equal(expected, FirewallSample.Group(content).IsEmpty);

    [Theory]
    [InlineData("pass tcp 10.0.0.0/24 any -> any 80 (sid:1;)", "pass tcp 10.0.0.0/16 any -> any any (sid:1;)", true)]
    [InlineData("pass tcp 10.0.0.0/8 any -> any 80 (sid:1;)", "pass tcp 10.0.0.0/16 any -> any any (sid:1;)", false)]
    [InlineData("pass tcp any any -> 10.0.0.0/16 80 (sid:1;)", "pass ip 10.0.0.0/16 any <> any any (sid:1;)", true)]
    [InlineData("pass tcp any any <> 10.0.0.0/16 any (sid:1;)", "pass tcp any any -> 10.0.0.0/16 any (sid:1;)", false)]
    [InlineData("pass tls any any -> any any (sid:1;)", "pass tcp any any -> any any (sid:1;)", true)]
    [InlineData("pass tcp any any -> any any (sid:1;)", "pass tls any any -> any any (sid:1;)", false)]
    [InlineData("pass tcp @A any -> any any (sid:1;)", "pass tcp @A any -> any any (sid:1;)", true)]
    [InlineData("pass tcp @A any -> any any (sid:1;)", "pass tcp any any -> any any (sid:1;)", true)]
    [InlineData("pass tcp @A any -> any any (sid:1;)", "pass tcp @B any -> any any (sid:1;)", null)]
    [InlineData("pass tcp ![@A] any -> any any (sid:1;)", "pass tcp 10.0.0.0/8 any -> any any (sid:1;)", null)]
    public void IsWithin_Traffic_IsDecidedAsFarAsItIsKnown(string one, string other, bool? expected) =>
        Assert.Equal(
            expected,
            FirewallSample.Suricata(one).Rules[0].Traffic.IsWithin(FirewallSample.Suricata(other).Rules[0].Traffic)
        );

    [Fact]
    public void ManagedBy_FirewallManagerAndAws_AreOwners()
    {
        Assert.Null(FirewallSample.Suricata("").ManagedBy);
        Assert.NotNull(
            FirewallSample.Group("{}", FirewallSample.Prefix + "stateful-rulegroup/FMManagedRules").ManagedBy
        );
        Assert.NotNull(FirewallSample.Group("{}", FirewallSample.ManagedPrefix + "BotNetStrictOrder").ManagedBy);
    }

    private const string Stateless = """
        { "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [
          { "Priority": 30, "RuleDefinition": { "Actions": [ "aws:forward_to_sfe" ], "MatchAttributes": {} } },
          { "Priority": 20, "RuleDefinition": { "Actions": [ "aws:pass" ], "MatchAttributes": {
            "Sources": [ { "AddressDefinition": "198.51.100.0/24" } ], "Protocols": [ 6, 17 ] } } },
          { "Priority": 10, "RuleDefinition": { "Actions": [ "aws:drop", "Count" ], "MatchAttributes": {
            "Destinations": [ { "AddressDefinition": "10.0.0.0/16" } ], "DestinationPorts": [ { "FromPort": 22, "ToPort": 22 } ],
            "Protocols": [ 6 ], "TCPFlags": [ { "Flags": [ "SYN" ], "Masks": [ "SYN", "ACK" ] } ] } } } ] } } }
        """;
}
