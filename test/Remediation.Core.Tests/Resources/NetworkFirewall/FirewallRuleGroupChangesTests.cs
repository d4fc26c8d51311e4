using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkFirewall;

/// <summary>What a change of a rule group means.</summary>
public sealed class FirewallRuleGroupChangesTests
{
    private const string Drop = "drop tcp any any -> 10.0.0.0/24 any (sid:1;)";
    private const string Pass = "pass tcp 10.1.0.0/16 any -> 10.0.0.0/24 80 (sid:2;)";

    [Theory]
    [InlineData(Drop, "", ChangeEffect.Weaker, "rule sid 1 removed: drop tcp")]
    [InlineData("", Drop, ChangeEffect.Stronger, "rule sid 1 added")]
    [InlineData(Pass, "", ChangeEffect.Stronger, "rule sid 2 removed")]
    [InlineData("", Pass, ChangeEffect.Weaker, "rule sid 2 added: pass tcp/80 from 10.1.0.0/16")]
    [InlineData(Drop, "alert tcp any any -> 10.0.0.0/24 any (sid:1;)", ChangeEffect.Weaker, "drop → alert")]
    [InlineData(Drop, "pass tcp any any -> 10.0.0.0/24 any (sid:1;)", ChangeEffect.Weaker, "drop → pass")]
    [InlineData(
        "alert tcp any any -> any any (sid:1;)",
        "pass tcp any any -> any any (sid:1;)",
        ChangeEffect.Weaker,
        "alert → pass"
    )]
    [InlineData(
        "alert tcp any any -> any any (sid:1;)",
        "drop tcp any any -> any any (sid:1;)",
        ChangeEffect.Stronger,
        "alert → drop"
    )]
    [InlineData(Drop, "reject tcp any any -> 10.0.0.0/24 any (sid:1;)", ChangeEffect.Neutral, "drop → reject")]
    [InlineData(Drop, "pass tcp any any -> 10.0.0.0/25 any (sid:1;)", ChangeEffect.Weaker, "10.0.0.0/25")]
    [InlineData(Pass, "drop tcp 10.1.1.0/24 any -> 10.0.0.0/24 80 (sid:2;)", ChangeEffect.Stronger, "10.1.1.0/24")]
    [InlineData(
        "alert tcp any any -> any any (sid:1;)",
        "drop tcp any any -> any 23 (sid:1;)",
        ChangeEffect.Unknown,
        "tcp/23"
    )]
    [InlineData(Drop, "drop tcp any any -> 10.0.0.0/25 any (sid:1;)", ChangeEffect.Weaker, "10.0.0.0/25")]
    [InlineData(Drop, "drop tcp any any -> 10.0.0.0/23 any (sid:1;)", ChangeEffect.Stronger, "10.0.0.0/23")]
    [InlineData(Drop, "drop tcp any any -> @Set any (sid:1;)", ChangeEffect.Unknown, "@Set")]
    [InlineData(
        Drop,
        "drop tcp any any -> 10.0.0.0/24 any (content:\"x\"; sid:1;)",
        ChangeEffect.Weaker,
        "where content"
    )]
    [InlineData(
        "drop http any any -> any any (content:\"x\"; sid:1;)",
        "drop http any any -> any any (content:\"y\"; sid:1;)",
        ChangeEffect.Unknown,
        "content"
    )]
    [InlineData(Pass, "pass tcp 10.0.0.0/8 any -> 10.0.0.0/24 80 (sid:2;)", ChangeEffect.Weaker, "10.0.0.0/8")]
    [InlineData(Pass, "pass tcp 10.1.1.0/24 any -> 10.0.0.0/24 80 (sid:2;)", ChangeEffect.Stronger, "10.1.1.0/24")]
    [InlineData(
        "pass http any any -> any any (content:\"x\"; sid:2;)",
        "pass http any any -> any any (sid:2;)",
        ChangeEffect.Weaker,
        "pass http"
    )]
    [InlineData(Drop, "drop tcp any any -> 10.0.0.0/24 any (sid:1; noalert;)", ChangeEffect.Weaker, "noalert")]
    [InlineData(
        Drop,
        "# said otherwise\ndrop tcp any any -> [10.0.0.0/25,10.0.0.128/25] any (msg:\"x\"; sid:1; rev:2;)",
        ChangeEffect.Neutral,
        "say the same"
    )]
    public void ChangesSince_OfSuricataRules_AreTold(string before, string after, ChangeEffect effect, string text)
    {
        var change = FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(before),
            FirewallSample.Suricata(after),
            effect,
            text
        );

        Assert.NotEmpty(change.Paths);
    }

    [Fact]
    public void ChangesSince_PassMovedBeforeDrop_IsWeakerUnderStrictOrderAlone()
    {
        var (one, other) = ($"{Drop}\n{Pass}", $"{Pass}\n{Drop}");

        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(one),
            FirewallSample.Suricata(other),
            ChangeEffect.Weaker,
            "pass rule sid 2 now comes before drop rule sid 1"
        );
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(other),
            FirewallSample.Suricata(one),
            ChangeEffect.Stronger,
            "now comes after"
        );
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(one, isStrict: false),
            FirewallSample.Suricata(other, isStrict: false),
            ChangeEffect.Neutral,
            "say the same"
        );
    }

    [Fact]
    public void ChangesSince_PassWithinAnother_AddsNothing() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(Pass, isStrict: false),
            FirewallSample.Suricata($"{Pass}\npass tcp 10.1.2.0/24 any -> 10.0.0.0/24 80 (sid:3;)", isStrict: false),
            ChangeEffect.Neutral,
            "rule sid 3 added"
        );

    [Fact]
    public void ChangesSince_WeakerAndStrongerOfOneRule_CannotBeUndoneAlone()
    {
        var changes = FirewallSample
            .Suricata("alert tcp any any -> any 23 (sid:1;)")
            .ChangesSince(FirewallSample.Suricata("drop tcp any any -> any 23 (noalert; sid:1;)"));

        Assert.Equal([ChangeEffect.Weaker, ChangeEffect.Stronger], changes.Select(change => change.Effect));
        Assert.All(changes, change => Assert.Empty(change.Paths));
    }

    // What somebody else did to other rules of the list, and said beside them, stays as it is.
    [Theory]
    [InlineData(
        "# ours\ndrop tcp any any -> any 23 (sid:1;)\ndrop tcp any any -> any 22 (sid:2;)\n",
        "# theirs\npass tcp any any -> any 23 (sid:1;)\ndrop udp any any -> any 53 (sid:5;)\ndrop tcp any any -> any 22 (sid:2;)\n",
        "# theirs\ndrop tcp any any -> any 23 (sid:1;)\ndrop udp any any -> any 53 (sid:5;)\ndrop tcp any any -> any 22 (sid:2;)\n"
    )]
    [InlineData(
        "drop tcp any any -> any 23 (sid:1;)\ndrop tcp any any -> any 22 (sid:2;)",
        "drop tcp any any -> any 22 (sid:2;)\ndrop udp any any -> any 53 (sid:5;)",
        "drop tcp any any -> any 23 (sid:1;)\ndrop tcp any any -> any 22 (sid:2;)\ndrop udp any any -> any 53 (sid:5;)"
    )]
    [InlineData(
        "drop tcp any any -> any 23 (sid:1;)",
        "drop tcp any any -> any 23 (sid:1;)\npass tcp any any -> any 80 (sid:7;)\ndrop udp any any -> any 53 (sid:5;)",
        "drop tcp any any -> any 23 (sid:1;)\ndrop udp any any -> any 53 (sid:5;)"
    )]
    public void Restored_BesideOthersRules_TakesBackOnlyWhatIsWeaker(string before, string now, string merged)
    {
        var (baseline, state) = (FirewallSample.Suricata(before), FirewallSample.Suricata(now));
        var weaker = state.ChangesSince(baseline).Where(change => change.Effect == ChangeEffect.Weaker).ToList();

        Assert.All(weaker, change => Assert.NotEmpty(change.Paths));
        var restored = (FirewallRuleGroup)state.Restored(baseline, weaker);

        Assert.Equal(merged, RulesOf(restored));
        Assert.DoesNotContain(restored.ChangesSince(baseline), change => change.Effect == ChangeEffect.Weaker);
    }

    [Fact]
    public void Restored_OfStatelessRules_KeepsTheOthersWhole()
    {
        var baseline = Stateless(Rule(10, "aws:drop", "10.0.0.0/8"), Rule(20, "aws:drop", "10.1.0.0/16"));
        var state = Stateless(
            Rule(10, "aws:pass", "10.0.0.0/8"),
            Rule(20, "aws:drop", "10.1.0.0/16"),
            Rule(30, "aws:drop", "192.0.2.0/24", ""","Invented":[1.50]""")
        );
        var weaker = state.ChangesSince(baseline).Where(change => change.Effect == ChangeEffect.Weaker).ToList();

        var restored = state.Restored(baseline, weaker);

        Assert.NotEmpty(weaker);
        Assert.Empty(
            restored.DifferencesTo(
                Stateless(
                    Rule(10, "aws:drop", "10.0.0.0/8"),
                    Rule(20, "aws:drop", "10.1.0.0/16"),
                    Rule(30, "aws:drop", "192.0.2.0/24", ""","Invented":[1.50]""")
                )
            )
        );
    }

    private static string? RulesOf(FirewallRuleGroup group) =>
        group
            .Parts[FirewallParts.RuleGroup]
            .At(Core.Resources.Documents.DocumentPath.Of("RuleGroup", "RulesSource", "RulesString"))
            ?.Root.GetString();

    private static string Rule(int priority, string action, string source, string more = "") =>
        $$$"""
            {"Priority":{{{priority}}},"RuleDefinition":{"Actions":["{{{action}}}"],
             "MatchAttributes":{"Sources":[{"AddressDefinition":"{{{source}}}"}],"Destinations":[{"AddressDefinition":"0.0.0.0/0"}]}}{{{more}}}}
            """;

    private static FirewallRuleGroup Stateless(params string[] rules) =>
        FirewallSample.Group(
            $$$$"""{"RulesSource":{"StatelessRulesAndCustomActions":{"StatelessRules":[{{{{string.Join(',', rules)}}}}]}}}""",
            FirewallSample.StatelessArn
        );

    [Fact]
    public void ChangesSince_RuleThatCannotBeUnderstood_IsUnknown() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(Drop),
            FirewallSample.Suricata($"{Drop}\nfoo"),
            ChangeEffect.Unknown,
            "not all of which could be understood"
        );

    [Fact]
    public void ChangesSince_VariableWidened_IsToldByTheRulesThatUseIt()
    {
        var change = FirewallChangesTests.AssertOne(
            FirewallSample.Suricata("pass tcp $APP any -> any 443 (sid:4;)", variables: Set("10.0.0.0/24")),
            FirewallSample.Suricata("pass tcp $APP any -> any 443 (sid:4;)", variables: Set("10.0.0.0/16")),
            ChangeEffect.Weaker,
            "rule sid 4: pass tcp/443 from 10.0.0.0/24"
        );

        Assert.Equal(
            FirewallParts.RuleGroupContent.Then("RuleVariables", "IPSets", "APP", "Definition"),
            Assert.Single(change.Paths)
        );
    }

    [Fact]
    public void ChangesSince_VariableThatNoRuleUses_IsNeutral() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(Drop, variables: Set("10.0.0.0/24")),
            FirewallSample.Suricata(Drop, variables: Set("10.0.0.0/16")),
            ChangeEffect.Neutral,
            "$APP, which no rule uses"
        );

    [Fact]
    public void ChangesSince_StrictOrderLost_IsWeaker() =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Suricata(Drop),
            FirewallSample.Suricata(Drop, isStrict: false),
            ChangeEffect.Weaker,
            "strict → pass rules first"
        );

    [Theory]
    [InlineData("DENYLIST", "DENYLIST", ".a.example", "", ChangeEffect.Weaker, ".a.example taken off the DENYLIST")]
    [InlineData("DENYLIST", "DENYLIST", "", ".a.example", ChangeEffect.Stronger, "put on the DENYLIST")]
    [InlineData("ALLOWLIST", "ALLOWLIST", "", ".a.example", ChangeEffect.Weaker, "put on the ALLOWLIST")]
    [InlineData("ALLOWLIST", "ALLOWLIST", ".a.example", "", ChangeEffect.Stronger, "taken off the ALLOWLIST")]
    [InlineData("DENYLIST", "DENYLIST", "x.example.com", "", ChangeEffect.Neutral, "x.example.com")]
    [InlineData("ALLOWLIST", "DENYLIST", "", "", ChangeEffect.Weaker, "ALLOWLIST → DENYLIST")]
    [InlineData("ALERTLIST", "DENYLIST", "", "", ChangeEffect.Stronger, "ALERTLIST → DENYLIST")]
    public void ChangesSince_OfDomains_AreTold(
        string before,
        string after,
        string removed,
        string added,
        ChangeEffect effect,
        string text
    ) =>
        FirewallChangesTests.AssertOne(
            FirewallSample.Domains(
                before,
                [".example.com", .. removed.Split(',', StringSplitOptions.RemoveEmptyEntries)]
            ),
            FirewallSample.Domains(after, [".example.com", .. added.Split(',', StringSplitOptions.RemoveEmptyEntries)]),
            effect,
            text
        );

    [Theory]
    [InlineData("aws:drop", "aws:pass", ChangeEffect.Weaker)]
    [InlineData("aws:drop", "aws:forward_to_sfe", ChangeEffect.Weaker)]
    [InlineData("aws:pass", "aws:forward_to_sfe", ChangeEffect.Stronger)]
    public void ChangesSince_StatelessAction_IsTold(string before, string after, ChangeEffect effect) =>
        FirewallChangesTests.AssertOne(Stateless(before), Stateless(after), effect, "rule priority 1");

    private static FirewallRuleGroup Stateless(string action) =>
        FirewallSample.Group(
            $$"""
            { "RulesSource": { "StatelessRulesAndCustomActions": { "StatelessRules": [
              { "Priority": 1, "RuleDefinition": { "Actions": [ "{{action}}" ], "MatchAttributes": { "Protocols": [ 6 ] } } } ] } } }
            """,
            FirewallSample.StatelessArn
        );

    private static string Set(string cidr) => $$"""{ "IPSets": { "APP": { "Definition": [ "{{cidr}}" ] } } }""";
}
