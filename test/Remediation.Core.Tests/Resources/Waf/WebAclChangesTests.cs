using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Waf;

public sealed class WebAclChangesTests
{
    private const string Nothing = "";

    /// <summary>A rule's statement and action before and after, and what the change is.</summary>
    public static TheoryData<string, string, string, string, string, string> Rules { get; } =
        new()
        {
            { WafSample.Rate(2000), "Block", WafSample.Rate(200000), "Block", "Weaker", "rate limit 2000 → 200000" },
            { WafSample.Rate(2000), "Block", WafSample.Rate(100), "Block", "Stronger", "rate limit 2000 → 100" },
            { WafSample.Rate(2000), "Allow", WafSample.Rate(100), "Allow", "Weaker", "rate limit 2000 → 100" },
            {
                WafSample.Rate(2000),
                "Block",
                WafSample.Rate(2000).Replace("300", "60", StringComparison.Ordinal),
                "Block",
                "Weaker",
                "rate window 300 → 60"
            },
            {
                WafSample.Rate(2000),
                "Block",
                WafSample.Rate(2000).Replace("\"IP\"", "\"FORWARDED_IP\"", StringComparison.Ordinal),
                "Block",
                "Unknown",
                "rate counted by IP → FORWARDED_IP"
            },
            {
                WafSample.Rate(2000),
                "Block",
                WafSample
                    .Rate(2000, ""","CustomKeys":[{"IP":{}},{"Header":{"Name":"x"}}]""")
                    .Replace("\"IP\",", "\"CUSTOM_KEYS\",", StringComparison.Ordinal),
                "Block",
                "Weaker",
                "rate counted by IP → "
            },
            {
                WafSample.Rate(2000),
                "Block",
                WafSample.Rate(2000, $$$$""","ScopeDownStatement":{{{{WafSample.Geo("AQ")}}}}"""),
                "Block",
                "Weaker",
                "scope-down added: GeoMatch"
            },
            {
                WafSample.Rate(2000, $$$$""","ScopeDownStatement":{{{{WafSample.Geo("AQ")}}}}"""),
                "Block",
                WafSample.Rate(2000),
                "Block",
                "Stronger",
                "scope-down removed: GeoMatch"
            },
            {
                WafSample.Rate(2000, $$$$""","ScopeDownStatement":{{{{WafSample.Geo("AQ", "BV")}}}}"""),
                "Block",
                WafSample.Rate(2000, $$$$""","ScopeDownStatement":{{{{WafSample.Geo("AQ")}}}}"""),
                "Block",
                "Weaker",
                "scope-down: countries removed: BV"
            },
            { WafSample.Geo("AQ", "BV"), "Block", WafSample.Geo("AQ"), "Block", "Weaker", "countries removed: BV" },
            { WafSample.Geo("AQ", "BV"), "Allow", WafSample.Geo("AQ"), "Allow", "Stronger", "countries removed: BV" },
            { WafSample.Geo("AQ"), "Block", WafSample.Geo("AQ", "BV"), "Block", "Stronger", "countries added: BV" },
            { WafSample.Geo("AQ"), "Allow", WafSample.Geo("AQ", "BV"), "Allow", "Weaker", "countries added: BV" },
            {
                WafSample.Not(WafSample.Geo("AQ")),
                "Block",
                WafSample.Not(WafSample.Geo("AQ", "BV")),
                "Block",
                "Weaker",
                "countries added: BV"
            },
            { WafSample.Geo("AQ"), "Block", WafSample.Geo("AQ"), "Count", "Weaker", "action Block → Count" },
            { WafSample.Geo("AQ"), "Block", WafSample.Geo("AQ"), "Captcha", "Weaker", "action Block → Captcha" },
            {
                WafSample.Geo("AQ"),
                "Captcha",
                WafSample.Geo("AQ"),
                "Challenge",
                "Weaker",
                "action Captcha → Challenge"
            },
            { WafSample.Geo("AQ"), "Count", WafSample.Geo("AQ"), "Allow", "Weaker", "action Count → Allow" },
            { WafSample.Geo("AQ"), "Count", WafSample.Geo("AQ"), "Block", "Stronger", "action Count → Block" },
            { WafSample.Geo("AQ"), "Block", WafSample.Geo("AQ"), "Teleport", "Unknown", "action Block → Teleport" },
            {
                WafSample.SqlInjection,
                "Block",
                WafSample.And(WafSample.SqlInjection, WafSample.Geo("AQ")),
                "Block",
                "Weaker",
                "condition added to SqliMatch: GeoMatch"
            },
            {
                WafSample.And(WafSample.SqlInjection, WafSample.Geo("AQ")),
                "Block",
                WafSample.SqlInjection,
                "Block",
                "Stronger",
                "condition removed from SqliMatch: GeoMatch"
            },
            {
                WafSample.And(WafSample.SqlInjection, WafSample.Geo("AQ")),
                "Block",
                WafSample.And(WafSample.Geo("AQ"), WafSample.SqlInjection, WafSample.Bytes("/x")),
                "Block",
                "Weaker",
                "condition added: ByteMatch"
            },
            {
                WafSample.Or(WafSample.SqlInjection, WafSample.Geo("AQ")),
                "Block",
                WafSample.Or(WafSample.SqlInjection, WafSample.Geo("AQ"), WafSample.Bytes("/x")),
                "Block",
                "Stronger",
                "alternative added: ByteMatch"
            },
            {
                WafSample.Or(WafSample.SqlInjection, WafSample.Geo("AQ")),
                "Block",
                WafSample.SqlInjection,
                "Block",
                "Weaker",
                "alternative removed from SqliMatch: GeoMatch"
            },
            {
                WafSample.Geo("AQ"),
                "Block",
                WafSample.Not(WafSample.Geo("AQ")),
                "Block",
                "Weaker",
                "statement GeoMatch negated"
            },
            {
                WafSample.Geo("AQ"),
                "Block",
                WafSample.Bytes("/x"),
                "Block",
                "Unknown",
                "statement GeoMatch → ByteMatch"
            },
            { WafSample.Bytes("/x"), "Block", WafSample.Bytes("/y"), "Block", "Unknown", "SearchString" },
            {
                WafSample.Bytes("/x", "CONTAINS"),
                "Block",
                WafSample.Bytes("/x"),
                "Block",
                "Weaker",
                "position CONTAINS → EXACTLY"
            },
            {
                WafSample.SqlInjection,
                "Block",
                WafSample.SqlInjection.Replace("HIGH", "LOW", StringComparison.Ordinal),
                "Block",
                "Weaker",
                "SensitivityLevel HIGH → LOW"
            },
            {
                """{"SizeConstraintStatement":{"ComparisonOperator":"GT","Size":8192}}""",
                "Block",
                """{"SizeConstraintStatement":{"ComparisonOperator":"GT","Size":999999}}""",
                "Block",
                "Weaker",
                "size 8192 → 999999"
            },
            {
                WafSample.Geo("AQ"),
                "Block",
                """{"QuantumStatement":{}}""",
                "Block",
                "Unknown",
                "statement GeoMatch → Quantum"
            },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void ChangesSince_OneRuleChanged_SaysWhatItMeans(
        string before,
        string actionBefore,
        string after,
        string actionAfter,
        string effect,
        string text
    )
    {
        var baseline = WafSample.Acl(WafSample.Rule("r", 1, before, actionBefore));
        var state = WafSample.Acl(WafSample.Rule("r", 1, after, actionAfter));

        var change = Assert.Single(Changes(baseline, state));

        Assert.StartsWith(text, change.Text, StringComparison.Ordinal);
        Assert.Equal(effect, change.Effect.ToString());
        Assert.Equal("r", change.Rule);
        AssertRestores(baseline, state);
    }

    /// <summary>A managed group's members before and after, and what the change is.</summary>
    public static TheoryData<string, string, string, string> Groups { get; } =
        new()
        {
            { Nothing, Override("A", "Count"), "Weaker", "rule A of the group: the group's own action → Count" },
            { Nothing, Override("A", "Allow"), "Weaker", "rule A of the group: the group's own action → Allow" },
            { Nothing, Override("A", "Block"), "Stronger", "rule A of the group: the group's own action → Block" },
            {
                Nothing,
                ""","ExcludedRules":[{"Name":"A"}]""",
                "Weaker",
                "rule A of the group: the group's own action → Count"
            },
            { Override("A", "Count"), Nothing, "Stronger", "rule A of the group: Count → the group's own action" },
            { Override("A", "Block"), Override("A", "Count"), "Weaker", "rule A of the group: Block → Count" },
            {
                ""","Version":"Version_1.12" """,
                ""","Version":"Version_1.9" """,
                "Weaker",
                "rule group version Version_1.12 → Version_1.9"
            },
            { ""","Version":"Version_1.9" """, ""","Version":"Version_1.12" """, "Stronger", "rule group version" },
            { Nothing, ""","Version":"Version_1.9" """, "Unknown", "rule group version default → Version_1.9" },
            {
                Nothing,
                $$$$""","ScopeDownStatement":{{{{WafSample.Geo("AQ")}}}}""",
                "Weaker",
                "scope-down added: GeoMatch"
            },
            { Nothing, ""","ManagedRuleGroupConfigs":[{"LoginPath":"/x"}]""", "Unknown", "ManagedRuleGroupConfigs" },
        };

    [Theory]
    [MemberData(nameof(Groups))]
    public void ChangesSince_ManagedGroupUsedOtherwise_SaysWhatItMeans(
        string before,
        string after,
        string effect,
        string text
    )
    {
        var baseline = WafSample.Acl(WafSample.GroupRule("g", 1, WafSample.Managed("Common", before)));
        var state = WafSample.Acl(WafSample.GroupRule("g", 1, WafSample.Managed("Common", after)));

        var change = Assert.Single(Changes(baseline, state));

        Assert.StartsWith(text, change.Text, StringComparison.Ordinal);
        Assert.Equal(effect, change.Effect.ToString());
        AssertRestores(baseline, state);
    }

    [Fact]
    public void ChangesSince_ExclusionWrittenAsOverride_IsNone()
    {
        var baseline = WafSample.Acl(
            WafSample.GroupRule("g", 1, WafSample.Managed("Common", ""","ExcludedRules":[{"Name":"A"}]"""))
        );
        var state = WafSample.Acl(WafSample.GroupRule("g", 1, WafSample.Managed("Common", Override("A", "Count"))));

        Assert.Empty(Changes(baseline, state));
    }

    /// <summary>Changes of the web ACL beside its statements.</summary>
    public static TheoryData<string, string, string> Edits { get; } =
        new()
        {
            { """WebACL.DefaultAction={"Block":{}}""", "Stronger", "default action Allow → Block" },
            { """WebACL.Description="new" """, "Neutral", "Description changed" },
            { """WebACL.VisibilityConfig.SampledRequestsEnabled=false""", "Weaker", "sampled requests switched off" },
            { """WebACL.VisibilityConfig.CloudWatchMetricsEnabled=false""", "Weaker", "metrics switched off" },
            {
                """WebACL.VisibilityConfig.MetricName="m" """,
                "Unknown",
                "metric shop → m; an alarm on shop would not fire any more"
            },
            { """WebACL.TokenDomains=["example.com"]""", "Weaker", "token domain added: example.com" },
            {
                """WebACL.AssociationConfig={"RequestBody":{"API_GATEWAY":{"DefaultSizeInspectionLimit":"KB_8"}}}""",
                "Weaker",
                "inspected body of API_GATEWAY KB_16 → KB_8"
            },
            {
                """WebACL.ChallengeConfig={"ImmunityTimeProperty":{"ImmunityTime":86400}}""",
                "Weaker",
                "a solved challenge holds 300 s → 86400 s"
            },
            {
                """WebACL.OnSourceDDoSProtectionConfig={"ALBLowReputationMode":"ALWAYS_ON"}""",
                "Stronger",
                "protection of load"
            },
            { """WebACL.Invented=1""", "Unknown", "Invented changed, which this version does not know" },
            {
                """WebACL.Rules.0.VisibilityConfig.SampledRequestsEnabled=false""",
                "Weaker",
                "sampled requests switched off"
            },
            { """WebACL.Rules.0.Invented=1""", "Unknown", "Invented changed, which this version does not know" },
            {
                """WebACL.Rules.0.Action={"Block":{"CustomResponse":{"ResponseCode":418}}}""",
                "Neutral",
                "what Block answers"
            },
            { """WebACL.Rules.0.Name="renamed" """, "Neutral", "rule first renamed to renamed" },
            { """WebACL.Rules.0.Priority=0""", "Neutral", "priority 1 → 0" },
            { """WebACL.Rules.1.OverrideAction={"Count":{}}""", "Weaker", "the rule group's actions → Count" },
            { """WebACL.Rules.0.RuleLabels=[{"Name":"seen"}]""", "Neutral", "labels" },
        };

    [Theory]
    [MemberData(nameof(Edits))]
    public void ChangesSince_OneMemberChanged_SaysWhatItMeans(string edit, string effect, string text)
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("first", 1, WafSample.Geo("AQ")),
            WafSample.GroupRule("second", 2, WafSample.Managed("Common"))
        );
        var state = WafSample.Edited(baseline, WebAcl.DocumentPart, output => Put(output, edit));

        var change = Assert.Single(Changes(baseline, state));

        Assert.StartsWith(text, change.Text, StringComparison.Ordinal);
        Assert.Equal(effect, change.Effect.ToString());
        AssertRestores(baseline, state);
    }

    [Fact]
    public void ChangesSince_DefaultActionAllowed_IsWeaker()
    {
        var baseline = WafSample.Acl(new WafAclText { DefaultAction = """{"Block":{}}""" });

        var change = Assert.Single(Changes(baseline, WafSample.Acl()));

        Assert.Equal("default action Block → Allow: weaker", change.ToString());
        AssertRestores(baseline, WafSample.Acl());
    }

    [Theory]
    [InlineData("Block", ChangeEffect.Weaker)]
    [InlineData("Count", ChangeEffect.Weaker)]
    [InlineData("Allow", ChangeEffect.Stronger)]
    public void ChangesSince_RuleRemoved_DependsOnItsAction(string action, ChangeEffect effect)
    {
        var baseline = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ"), action));

        var change = Assert.Single(Changes(baseline, WafSample.Acl()));

        Assert.Equal(effect, change.Effect);
        AssertRestores(baseline, WafSample.Acl());
    }

    [Theory]
    [InlineData("Block", ChangeEffect.Stronger)]
    [InlineData("Count", ChangeEffect.Neutral)]
    [InlineData("Allow", ChangeEffect.Weaker)]
    public void ChangesSince_RuleAddedBeforeABlock_DependsOnItsAction(string action, ChangeEffect effect)
    {
        var block = WafSample.Rule("block", 5, WafSample.SqlInjection);
        var state = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ"), action), block);

        var change = Assert.Single(Changes(WafSample.Acl(block), state));

        Assert.Equal(effect, change.Effect);
        AssertRestores(WafSample.Acl(block), state);
    }

    [Fact]
    public void ChangesSince_AllowAddedBehindEverything_IsNeutral()
    {
        var block = WafSample.Rule("block", 5, WafSample.SqlInjection);
        var state = WafSample.Acl(block, WafSample.Rule("r", 9, WafSample.Geo("AQ"), "Allow"));

        Assert.Equal(ChangeEffect.Neutral, Assert.Single(Changes(WafSample.Acl(block), state)).Effect);
    }

    [Fact]
    public void ChangesSince_BlockMovedBehindAnAllowOfTheSame_IsWeakerAndSaysSo()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("block", 1, WafSample.Geo("AQ")),
            WafSample.Rule("allow", 2, WafSample.Or(WafSample.Geo("AQ"), WafSample.Office), "Allow")
        );
        var state = Moved(baseline, ("block", 3));

        var change = Assert.Single(Changes(baseline, state));

        Assert.Equal("rule moved behind allow, an Allow that matches the same: weaker", change.ToString());
        AssertRestores(baseline, state);
        Assert.Equal(ChangeEffect.Stronger, Assert.Single(Changes(state, baseline)).Effect);
    }

    [Fact]
    public void ChangesSince_BlockMovedBehindAnAllowOfOtherCountries_IsNeutral()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("block", 1, WafSample.Geo("AQ")),
            WafSample.Rule("allow", 2, WafSample.Geo("BV"), "Allow")
        );

        Assert.Equal(ChangeEffect.Neutral, Assert.Single(Changes(baseline, Moved(baseline, ("block", 3)))).Effect);
    }

    [Fact]
    public void ChangesSince_TwoBlocksSwapped_IsNeutral()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("a", 1, WafSample.Geo("AQ")),
            WafSample.Rule("b", 2, WafSample.SqlInjection)
        );

        Assert.All(
            Changes(baseline, Moved(baseline, ("a", 2), ("b", 1))),
            change => Assert.Equal(ChangeEffect.Neutral, change.Effect)
        );
    }

    [Fact]
    public void ChangesSince_RulesRenumberedAroundAMovedOne_PutsAllOfThemBack()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("block", 0, WafSample.SqlInjection),
            WafSample.Rule("allow", 1, WafSample.Office, "Allow"),
            WafSample.Rule("last", 2, WafSample.Geo("AQ"), "Count")
        );
        var state = Moved(baseline, ("block", 2), ("allow", 0), ("last", 1));

        AssertRestores(baseline, state);
        Assert.Equal([0, 1, 2], Restored(baseline, state).Rules.Select(rule => rule.Priority!.Value));
    }

    // What a weakening needs goes back; the two that were swapped without meaning anything stay as somebody wanted them.
    [Fact]
    public void ChangesSince_OthersSwappedBesideAMovedOne_StayWhereTheyAre()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("block", 0, WafSample.SqlInjection),
            WafSample.Rule("allow", 1, WafSample.Office, "Allow"),
            WafSample.Rule("one", 5, WafSample.Geo("AQ")),
            WafSample.Rule("two", 6, WafSample.Geo("BV"))
        );
        var state = Moved(baseline, ("block", 9), ("one", 6), ("two", 5));

        AssertRestores(baseline, state);
        Assert.Equal(
            [("allow", 1), ("block", 0), ("one", 6), ("two", 5)],
            Restored(baseline, state).Rules.Select(rule => (rule.Name, rule.Priority!.Value)).Order()
        );
    }

    // With the block alone put back, the second Allow would come before the captcha that it was behind.
    [Fact]
    public void ChangesSince_OthersThatWouldComeToANewOrder_GoBackAsWell()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("block", 0, WafSample.SqlInjection),
            WafSample.Rule("allow", 4, WafSample.Office, "Allow"),
            WafSample.Rule("captcha", 5, WafSample.Geo("AQ"), "Captcha"),
            WafSample.Rule("last", 9, WafSample.Geo("BV"), "Count")
        );
        var state = Moved(baseline, ("block", 8), ("allow", 2), ("captcha", 3));

        AssertRestores(baseline, state);
        Assert.True(Restored(baseline, state).Rules.First(rule => rule.Name == "block").Priority == 0);
    }

    [Theory]
    [InlineData("Block", "BV", "Neutral")]
    [InlineData("Block", "AQ", "Weaker")]
    [InlineData("Allow", "BV", "Weaker")]
    public void ChangesSince_BlockRemoved_IsWeakerOnlyWhereSomethingLetsItThrough(
        string defaultAction,
        string allowed,
        string effect
    )
    {
        var baseline = WafSample.Edited(
            WafSample.Acl(
                WafSample.Rule("block", 0, WafSample.Geo("AQ")),
                WafSample.Rule("allow", 1, WafSample.Geo(allowed), "Allow")
            ),
            WebAcl.DocumentPart,
            output => output["WebACL"]!["DefaultAction"] = new JsonObject { [defaultAction] = new JsonObject() }
        );
        var state = WafSample.Edited(
            baseline,
            WebAcl.DocumentPart,
            output => output["WebACL"]![nameof(WebAcl.Rules)]!.AsArray().RemoveAt(0)
        );

        Assert.Equal(effect, Assert.Single(Changes(baseline, state)).Effect.ToString());
    }

    // What a group of the account's own allows is not known here.
    [Fact]
    public void ChangesSince_BlockRemovedBesideAGroupThatMayAllow_IsWeaker()
    {
        var baseline = WafSample.Edited(
            WafSample.Acl(
                WafSample.Rule("block", 0, WafSample.Geo("AQ")),
                WafSample.GroupRule("own", 1, """{"RuleGroupReferenceStatement":{"ARN":"arn:x"}}""")
            ),
            WebAcl.DocumentPart,
            output => output["WebACL"]!["DefaultAction"] = new JsonObject { ["Block"] = new JsonObject() }
        );
        var state = WafSample.Edited(
            baseline,
            WebAcl.DocumentPart,
            output => output["WebACL"]![nameof(WebAcl.Rules)]!.AsArray().RemoveAt(0)
        );

        Assert.Equal(ChangeEffect.Weaker, Assert.Single(Changes(baseline, state)).Effect);
    }

    [Fact]
    public void ChangesSince_LabellingRuleMovedBehindTheBlockThatNeedsIt_IsWeaker()
    {
        const string label = """{"LabelMatchStatement":{"Scope":"LABEL","Key":"bad"}}""";
        var baseline = WafSample.Acl(
            WafSample.Rule("labels", 1, WafSample.Geo("AQ"), "Count", ""","RuleLabels":[{"Name":"bad"}]"""),
            WafSample.Rule("blocks", 2, label)
        );

        var change = Assert.Single(Changes(baseline, Moved(baseline, ("labels", 3))));

        Assert.Equal("rule moved behind blocks: weaker", change.ToString());
    }

    [Fact]
    public void ChangesSince_RemovedRuleWhosePlaceANewOneTook_HasNoPlaces()
    {
        var baseline = WafSample.Acl(WafSample.Rule("old", 1, WafSample.Geo("AQ")));
        var state = WafSample.Acl(WafSample.Rule("new", 1, WafSample.SqlInjection));

        var removed = Changes(baseline, state).Single(change => change.Rule == "old");

        Assert.Equal(ChangeEffect.Weaker, removed.Effect);
        Assert.Empty(removed.Paths);
        Assert.Contains("its place is now taken by new", removed.Text, StringComparison.Ordinal);
    }

    // a goes back since its place is taken again; so does d, whose place a takes; and e, an Allow that d must not come behind.
    [Fact]
    public void ChangesSince_RemovedRuleWhosePlaceAnotherTook_PutsBackEveryoneWhoseOrderCounts()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("b", 1, WafSample.SqlInjection),
            WafSample.Rule("a", 3, WafSample.Geo("CX")),
            WafSample.Rule("d", 5, WafSample.Geo("AQ")),
            WafSample.Rule("e", 6, WafSample.Office, "Allow")
        );
        var state = WafSample.Acl(
            WafSample.Rule("a", 1, WafSample.Geo("CX")),
            WafSample.Rule("d", 3, WafSample.Geo("AQ")),
            WafSample.Rule("e", 4, WafSample.Office, "Allow")
        );

        AssertRestores(baseline, state);
    }

    // With the Allow as it is, the default action keeps out what the removed rule did; with the Allow put back, it does not.
    [Fact]
    public void ChangesSince_RuleRemovedThatTheDefaultStandsInFor_IsWeakerWhereAnAllowIsPutBackOverIt()
    {
        static WebAcl Blocking(WebAcl acl) =>
            WafSample.Edited(
                acl,
                WebAcl.DocumentPart,
                output => output["WebACL"]!["DefaultAction"] = new JsonObject { ["Block"] = new JsonObject() }
            );
        var baseline = Blocking(
            WafSample.Acl(
                WafSample.Rule("blocks", 1, WafSample.Geo("AQ")),
                WafSample.Rule("allows", 2, WafSample.Geo("AQ"), "Allow")
            )
        );
        var state = Blocking(WafSample.Acl(WafSample.Rule("allows", 2, WafSample.Geo("BV"), "Allow")));

        var removed = Changes(baseline, state).Single(change => change.Rule == "blocks");

        Assert.Equal(ChangeEffect.Weaker, removed.Effect);
    }

    [Fact]
    public void ChangesSince_RemovedRuleReplacedByAnAllow_PutsBothBack()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("old", 1, WafSample.Geo("AQ")),
            WafSample.Rule("other", 2, WafSample.SqlInjection)
        );
        var state = WafSample.Acl(
            WafSample.Rule("bypass", 1, WafSample.Office, "Allow"),
            WafSample.Rule("other", 2, WafSample.SqlInjection)
        );

        AssertRestores(baseline, state);
        Assert.Equal(["old", "other"], Restored(baseline, state).Rules.Select(rule => rule.Name));
    }

    [Fact]
    public void ChangesSince_WeakerAndStrongerInOneList_HasNoPlaces()
    {
        var baseline = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("AQ")));
        var state = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Geo("BV")));

        var changes = Changes(baseline, state);

        Assert.Equal(
            ["countries removed: AQ: weaker", "countries added: BV: stronger"],
            changes.Select(change => change.ToString())
        );
        Assert.Empty(changes[0].Paths);
    }

    [Fact]
    public void ChangesSince_WeakerAndStrongerAtTwoPlacesOfARule_PutsOnlyTheOneBack()
    {
        var baseline = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Rate(2000), "Count"));
        var state = WafSample.Acl(WafSample.Rule("r", 1, WafSample.Rate(200000), "Block"));

        var rule = Assert.Single(Restored(baseline, state).Rules);

        Assert.Equal(WafActionKind.Block, rule.Action);
        Assert.Equal(2000, rule.Statement.Body.GetProperty("Limit").GetInt32());
    }

    [Fact]
    public void ChangesSince_ShieldsOwnRule_IsNotCounted()
    {
        var shield = WafSample.GroupRule(
            "ShieldMitigationRuleGroup_123456789012_shop",
            10000000,
            $$$"""{"RuleGroupReferenceStatement":{"ARN":"{{{WafSample.GroupArn.Replace("123456789012", "153427709519", StringComparison.Ordinal)}}}"}}"""
        );

        Assert.Empty(Changes(WafSample.Acl(shield), WafSample.Acl()));
        Assert.Empty(Changes(WafSample.Acl(), WafSample.Acl(shield)));
    }

    [Theory]
    [InlineData("", null, ChangeEffect.Weaker, "logging removed, which went to arn:aws:s3:::aws-waf-logs-shop")]
    [InlineData(null, "", ChangeEffect.Stronger, "logging added")]
    [InlineData(
        ""","RedactedFields":[{"SingleHeader":{"Name":"cookie"}}]""",
        "",
        ChangeEffect.Weaker,
        "redaction removed: header cookie is logged in clear"
    )]
    [InlineData(
        "",
        ""","LoggingFilter":{"DefaultBehavior":"DROP","Filters":[]}""",
        ChangeEffect.Weaker,
        "log filter drops what no condition names"
    )]
    [InlineData(
        ""","LoggingFilter":{"DefaultBehavior":"KEEP","Filters":[]}""",
        ""","LoggingFilter":{"DefaultBehavior":"KEEP","Filters":[{"Behavior":"DROP","Requirement":"MEETS_ANY","Conditions":[{"ActionCondition":{"Action":"BLOCK"}}]}]}""",
        ChangeEffect.Weaker,
        "log filter added: DROP"
    )]
    [InlineData("", ""","Invented":1""", ChangeEffect.Unknown, "Invented of the logging changed")]
    public void ChangesSince_LoggingChanged_SaysWhatItMeans(
        string? before,
        string? after,
        ChangeEffect effect,
        string text
    )
    {
        var baseline = Logged(before);
        var state = Logged(after);

        var change = Assert.Single(Changes(baseline, state));

        Assert.StartsWith(text, change.Text, StringComparison.Ordinal);
        Assert.Equal(effect, change.Effect);
        AssertRestores(baseline, state);
    }

    [Fact]
    public void ChangesSince_OtherDestination_IsUnknown()
    {
        var state = WafSample.Acl(
            new WafAclText
            {
                Logging = WafSample.Logging("").Replace("logs-shop", "logs-elsewhere", StringComparison.Ordinal),
            }
        );

        Assert.Equal(ChangeEffect.Unknown, Assert.Single(Changes(Logged(""), state)).Effect);
    }

    private static WebAcl Logged(string? members) =>
        WafSample.Acl(new WafAclText { Logging = members is null ? null : WafSample.Logging(members) });

    private static WebAcl Moved(WebAcl acl, params (string Rule, int Priority)[] moves) =>
        WafSample.Edited(
            acl,
            WebAcl.DocumentPart,
            output =>
            {
                foreach (var (rule, priority) in moves)
                {
                    WafSample.RuleIn(output, rule)["Priority"] = priority;
                }
            }
        );

    private static IReadOnlyList<StateChange> Changes(WebAcl baseline, WebAcl state) => state.ChangesSince(baseline)!;

    private static WebAcl Restored(WebAcl baseline, WebAcl state) =>
        (WebAcl)
            DocumentRestoration.Restored(
                state,
                baseline,
                Changes(baseline, state)
                    .Where(change => change.Effect == ChangeEffect.Weaker)
                    .SelectMany(change => change.Paths)
                    .Distinct()
            );

    // Whatever is weaker and can be put back: is, at the places named alone, without making anything weaker, and AWS takes it.
    private static void AssertRestores(WebAcl baseline, WebAcl state)
    {
        var weaker = Changes(baseline, state).Where(change => change.Effect == ChangeEffect.Weaker).ToList();
        if (weaker.Exists(change => change.Text.Contains("negated", StringComparison.Ordinal)))
        {
            return;
        }
        var restored = Restored(baseline, state);
        Assert.DoesNotContain(Changes(baseline, restored), change => change.Effect == ChangeEffect.Weaker);
        Assert.DoesNotContain(Changes(state, restored), change => change.Effect == ChangeEffect.Weaker);
        var paths = weaker.SelectMany(change => change.Paths).ToList();
        Assert.All(
            state.DifferencesTo(restored),
            difference => Assert.Contains(paths, path => path.Covers(difference.Path))
        );
        var applied = (ResourceState)state;
        foreach (var call in state.CallsTo(restored).Calls)
        {
            applied = ((WebAcl)applied).Apply(call).State!;
        }
        Assert.Empty(((WebAcl)applied).DifferencesTo(restored));
    }

    private static string Override(string rule, string action) =>
        $$$$""","RuleActionOverrides":[{"Name":"{{{{rule}}}}","ActionToUse":{"{{{{action}}}}":{}}}]""";

    private static void Put(JsonNode output, string edit)
    {
        var steps = edit[..edit.IndexOf('=', StringComparison.Ordinal)].Split('.');
        var at = output;
        foreach (var step in steps[..^1])
        {
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        }
        at[steps[^1]] = JsonNode.Parse(edit[(edit.IndexOf('=', StringComparison.Ordinal) + 1)..]);
    }
}
