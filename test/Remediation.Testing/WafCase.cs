using System.Text.Json.Nodes;
using Remediation.Core.Resources.Waf;

namespace Remediation.Testing;

/// <summary>A web ACL of thirty nested rules, and what somebody weakens of it in five ways at once.</summary>
public static class WafCase
{
    public static WebAcl Baseline { get; } =
        WafSample.Acl(
            new WafAclText
            {
                Rules =
                [
                    WafSample.Rule(
                        "rate-login",
                        0,
                        WafSample.Rate(2000, Scoped(WafSample.Bytes("/login", "STARTS_WITH")))
                    ),
                    WafSample.GroupRule("common", 1, WafSample.Managed("AWSManagedRulesCommonRuleSet")),
                    WafSample.Rule(
                        "block-admin",
                        2,
                        WafSample.And(WafSample.Bytes("/admin", "STARTS_WITH"), WafSample.Not(WafSample.Geo("AQ")))
                    ),
                    WafSample.Rule("allow-office", 3, WafSample.Office, "Allow"),
                    .. Enumerable.Range(4, 26).Select(Filler),
                ],
                More = ""","InventedOfAcl":{"Kept":true}""",
                Logging = WafSample.Logging(""","RedactedFields":[{"SingleHeader":{"Name":"authorization"}}]"""),
            }
        );

    /// <summary>A higher limit, a group counted, a block behind an allow, a block narrowed, and one rule gone.</summary>
    public static WebAcl Weakened { get; } =
        WafSample.Edited(
            Baseline,
            WebAcl.DocumentPart,
            output =>
            {
                WafSample.RuleIn(output, "rate-login")["Statement"]!["RateBasedStatement"]!["Limit"] = 200000;
                WafSample.RuleIn(output, "common")["OverrideAction"] = JsonNode.Parse("""{"Count":{}}""");
                WafSample.RuleIn(output, "block-admin")["Priority"] = 50;
                var narrowed = WafSample.RuleIn(output, "block-7")["Statement"]!["AndStatement"]!["Statements"]!;
                narrowed.AsArray().Add(JsonNode.Parse(WafSample.Geo("AQ")));
                output["WebACL"]!["Rules"]!.AsArray().Remove(WafSample.RuleIn(output, "block-20"));
            }
        );

    /// <summary>What somebody with a reason does meanwhile: one more rule that blocks.</summary>
    public static WebAcl WithOneMoreBlock(WebAcl acl) =>
        WafSample.Edited(
            acl,
            WebAcl.DocumentPart,
            output =>
                output["WebACL"]!["Rules"]!
                    .AsArray()
                    .Add(JsonNode.Parse(WafSample.Rule("legitimate", 60, WafSample.Geo("BV")))),
            lockToken: "theirs"
        );

    private static string Filler(int i) =>
        WafSample.Rule(
            $"block-{i}",
            i,
            WafSample.And(
                WafSample.Or(WafSample.Bytes($"/a{i}"), WafSample.Bytes($"/b{i}", "CONTAINS")),
                WafSample.Not(WafSample.And(WafSample.Office, WafSample.Bytes($"/c{i}")))
            ),
            more: $$""","InventedOfRule":{{i}}"""
        );

    private static string Scoped(string statement) => $$""","ScopeDownStatement":{{statement}}""";
}
