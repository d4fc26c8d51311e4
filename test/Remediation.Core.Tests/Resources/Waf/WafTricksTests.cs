using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Waf;

/// <summary>Changes of a web ACL that seem to be harmless where they are, and are not for what is elsewhere in it.</summary>
public sealed class WafTricksTests
{
    private static readonly string Puzzled = WafSample.Rule("puzzle", 1, WafSample.Geo("AQ"), "Captcha");

    private static string Immune(int seconds) =>
        $$$$""","CaptchaConfig":{"ImmunityTimeProperty":{"ImmunityTime":{{{{seconds}}}}}}""";

    private static string Label(string key) => $$$"""{"LabelMatchStatement":{"Scope":"LABEL","Key":"{{{key}}}"}}""";

    private static string Counted(string name, int priority, string statement, string label) =>
        WafSample.Rule(name, priority, statement, "Count", $$$$""","RuleLabels":[{"Name":"{{{{label}}}}"}]""");

    [Theory]
    [InlineData(60, null, 300, "Weaker")]
    [InlineData(3600, 60, null, "Weaker")]
    [InlineData(60, 3600, null, "Stronger")]
    [InlineData(300, 300, null, "Neutral")]
    public void ChangesSince_ImmunityOfARule_IsHeldAgainstThatOfTheWebAcl(
        int ofAcl,
        int? before,
        int? after,
        string effect
    )
    {
        var change = Assert.Single(Changes(Acl(before), Acl(after)));

        Assert.Equal(effect, $"{change.Effect}");
        WebAcl Acl(int? own) =>
            WafSample.Acl(
                new WafAclText
                {
                    Rules =
                    [
                        WafSample.Rule(
                            "puzzle",
                            1,
                            WafSample.Geo("AQ"),
                            "Captcha",
                            own is { } time ? Immune(time) : ""
                        ),
                    ],
                    More = Immune(ofAcl),
                }
            );
    }

    [Fact]
    public void ChangesSince_ImmunityOfARuleInAGroup_IsUnknown()
    {
        var change = Assert.Single(
            WafSample
                .Group(WafSample.Rule("puzzle", 1, WafSample.Geo("AQ"), "Captcha", Immune(300)))
                .ChangesSince(WafSample.Group(Puzzled))!
        );

        Assert.Equal(ChangeEffect.Unknown, change.Effect);
    }

    // Block all that does not bear the label: whoever gets the label gets in.
    [Fact]
    public void ChangesSince_LabelThatExemptsFromABlockPutOnMore_IsWeaker()
    {
        var block = WafSample.Rule("block", 5, WafSample.Not(Label("trusted")));

        Assert.Equal(
            ["Weaker"],
            Effects(
                WafSample.Acl(Counted("mark", 1, WafSample.Geo("AQ"), "trusted"), block),
                WafSample.Acl(Counted("mark", 1, WafSample.Geo("AQ", "BV"), "trusted"), block)
            )
        );
        Assert.Equal(
            ["Weaker"],
            Effects(WafSample.Acl(block), WafSample.Acl(Counted("mark", 1, WafSample.Geo("AQ"), "trusted"), block))
        );
    }

    [Fact]
    public void ChangesSince_LabelThatLeadsToALabelThatIsAllowed_IsWeaker()
    {
        var chain = Counted("chain", 2, Label("first"), "second");
        var allow = WafSample.Rule("allow", 3, Label("second"), "Allow");

        Assert.Equal(
            ["Weaker"],
            Effects(
                WafSample.Acl(Counted("mark", 1, WafSample.Geo("AQ"), "first"), chain, allow),
                WafSample.Acl(Counted("mark", 1, WafSample.Geo("AQ", "BV"), "first"), chain, allow)
            )
        );
    }

    [Fact]
    public void ChangesSince_LabelsInACircle_Ends() =>
        Assert.NotEmpty(
            Effects(
                WafSample.Acl(Counted("a", 1, Label("b"), "a"), Counted("b", 2, Label("a"), "b")),
                WafSample.Acl(Counted("a", 1, WafSample.Geo("AQ"), "a"), Counted("b", 2, Label("a"), "b"))
            )
        );

    [Fact]
    public void ChangesSince_ScopeOfAGroupThatAllowsWidened_IsUnknown()
    {
        const string allows =
            ""","RuleActionOverrides":[{"Name":"SignalNonBrowserUserAgent","ActionToUse":{"Allow":{}}}]""";
        var scope = $$$""","ScopeDownStatement":{{{WafSample.Geo("AQ")}}}""";

        Assert.Equal(["Unknown"], Effects(Using(allows + scope), Using(allows)));
        Assert.Equal(["Stronger"], Effects(Using(scope), Using("")));
        static WebAcl Using(string more) =>
            WafSample.Acl(
                WafSample.GroupRule("bots", 1, WafSample.Managed("AWSManagedRulesBotControlRuleSet", more)),
                WafSample.Rule("block", 2, WafSample.SqlInjection)
            );
    }

    [Theory]
    [InlineData("SINGLE_HEADER", "authorization", "Stronger")]
    [InlineData("SINGLE_COOKIE", "session", "Stronger")]
    [InlineData("SINGLE_HEADER", "user-agent", "Unknown")]
    [InlineData("QUERY_STRING", null, "Unknown")]
    [InlineData("BODY", null, "Unknown")]
    public void ChangesSince_DataProtectionThatHidesWhatWasTried_IsUnknown(string type, string? key, string effect)
    {
        var keys = key is null ? "" : $$""","FieldKeys":["{{key}}"]""";

        Assert.Equal(
            [effect],
            Effects(
                WafSample.Acl(new WafAclText()),
                WafSample.Acl(
                    new WafAclText
                    {
                        More =
                            $$$$""","DataProtectionConfig":{"DataProtections":[{"Field":{"FieldType":"{{{{type}}}}"{{{{keys}}}}},"Action":"SUBSTITUTION"}]}""",
                    }
                )
            )
        );
    }

    [Theory]
    [InlineData("authorization", "Stronger")]
    [InlineData("User-Agent", "Unknown")]
    [InlineData("x-forwarded-for", "Unknown")]
    public void ChangesSince_RedactionOfAHeader_DependsOnWhatItTells(string header, string effect) =>
        Assert.Equal(
            [effect],
            Effects(
                WafSample.Acl(new WafAclText { Logging = WafSample.Logging("") }),
                WafSample.Acl(
                    new WafAclText
                    {
                        Logging = WafSample.Logging(
                            $$$$""","RedactedFields":[{"SingleHeader":{"Name":"{{{{header}}}}"}}]"""
                        ),
                    }
                )
            )
        );

    [Fact]
    public void ChangesSince_CountedRuleOrDefaultThatAddsHeaders_IsUnknown()
    {
        const string adds = """{"CustomRequestHandling":{"InsertHeaders":[{"Name":"internal","Value":"yes"}]}}""";
        var count = WafSample
            .Rule("count", 1, WafSample.Geo("AQ"), "Count")
            .Replace(""" "Count":{} """.Trim(), $"\"Count\":{adds}", StringComparison.Ordinal);
        Assert.Contains("InsertHeaders", count, StringComparison.Ordinal);

        Assert.Equal(["Unknown"], Effects(WafSample.Acl(), WafSample.Acl(count)));
        Assert.Equal(
            ["Unknown"],
            Effects(WafSample.Acl(), WafSample.Acl(new WafAclText { DefaultAction = $$"""{"Allow":{{adds}}}""" }))
        );
    }

    // Each of these is at least unknown: a ticket, and never a baseline.
    [Theory]
    [InlineData("TextTransformations", """[{"Priority":0,"Type":"URL_DECODE"}]""")]
    [InlineData("FieldToMatch", """{"Method":{}}""")]
    [InlineData("SearchString", "\"/nothing\"")]
    [InlineData("PositionalConstraint", "\"EXACTLY\"")]
    public void ChangesSince_MatchOfABlockChanged_IsNotPassed(string member, string json)
    {
        var baseline = WafSample.Acl(WafSample.Rule("block", 1, WafSample.Bytes("/admin", "STARTS_WITH")));
        var state = WafSample.Edited(
            baseline,
            WebAcl.DocumentPart,
            output =>
                WafSample.RuleIn(output, "block")["Statement"]!["ByteMatchStatement"]![member] = JsonNode.Parse(json)
        );

        Assert.All(
            Changes(baseline, state),
            change => Assert.True(change.Effect is ChangeEffect.Weaker or ChangeEffect.Unknown)
        );
        Assert.NotEmpty(Changes(baseline, state));
    }

    // The block is gone and comes back to where it was; the Allow that was moved meanwhile must not stand before it.
    [Fact]
    public void ChangesSince_BlockRemovedAndAnAllowMovedToItsFront_PutsBothBack()
    {
        var baseline = WafSample.Acl(
            WafSample.Rule("block", 3, WafSample.Geo("AQ")),
            WafSample.Rule("allow", 5, WafSample.Office, "Allow")
        );
        var state = WafSample.Acl(WafSample.Rule("allow", 1, WafSample.Office, "Allow"));

        var changes = Changes(baseline, state).Where(change => change.Effect == ChangeEffect.Weaker).ToList();
        var restored = Core.Resources.Documents.DocumentRestoration.Restored(
            state,
            baseline,
            changes.SelectMany(change => change.Paths)
        );

        Assert.Empty(restored.DifferencesTo(baseline));
    }

    private static IEnumerable<string> Effects(WebAcl baseline, WebAcl state) =>
        Changes(baseline, state).Select(change => $"{change.Effect}");

    private static IReadOnlyList<StateChange> Changes(WebAcl baseline, WebAcl state) => state.ChangesSince(baseline)!;
}
