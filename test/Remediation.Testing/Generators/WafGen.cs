using CsCheck;
using Remediation.Core.Resources.Waf;

namespace Remediation.Testing.Generators;

/// <summary>Web ACLs of a few rules out of a small stock, so that two of them often have rules in common.</summary>
public static class WafGen
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private static readonly int[] Priorities = [1, 2, 3, 4, 5, 6];

    private static readonly Gen<string> Statement = Among(
        WafSample.Geo("AQ"),
        WafSample.Geo("AQ", "BV"),
        WafSample.Rate(2000),
        WafSample.Rate(100, ""","Invented":{"A":[1]}"""),
        WafSample.SqlInjection,
        WafSample.Office,
        WafSample.Not(WafSample.Geo("AQ")),
        WafSample.And(WafSample.SqlInjection, WafSample.Geo("AQ")),
        WafSample.Or(WafSample.SqlInjection, WafSample.Geo("AQ")),
        """{"QuantumStatement":{"Entangled":true}}"""
    );

    private static readonly Gen<string> Action = Among("Block", "Block", "Count", "Allow", "Captcha");

    private static readonly Gen<string> More = Among(
        "",
        "",
        ""","TokenDomains":["example.com"]""",
        ""","Invented":{"Deep":{"Deeper":1.50}}"""
    );

    private static readonly Gen<string?> Logging = Among<string?>(
        null,
        WafSample.Logging(""),
        WafSample.Logging(""","RedactedFields":[{"SingleHeader":{"Name":"cookie"}}]""")
    );

    private static readonly Gen<string[]> Rules = Gen.Select(
        Gen.Shuffle(Names, 0, 5),
        Gen.Shuffle(Priorities, 5, 5),
        Statement.Array[5],
        Action.Array[5],
        (names, priorities, statements, actions) =>
            names.Select((name, i) => WafSample.Rule(name, priorities[i], statements[i], actions[i])).ToArray()
    );

    public static Gen<WebAcl> One { get; } =
        Gen.Select(
            Rules,
            Among("""{"Allow":{}}""", """{"Block":{}}"""),
            More,
            Logging,
            (rules, action, more, logging) =>
                WafSample.Acl(
                    new WafAclText
                    {
                        Rules = rules,
                        DefaultAction = action,
                        More = more,
                        Logging = logging,
                    }
                )
        );

    public static Gen<(WebAcl Before, WebAcl After)> Pair { get; } = Gen.Select(One, One);

    private static Gen<T> Among<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);
}
