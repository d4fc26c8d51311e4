using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>
/// A web ACL of thirty nested rules with members that nobody has heard of at every level, five ways in which it is weakened, and what
/// somebody else does to it meanwhile. All of it follows from the seed.
/// </summary>
internal sealed class WafMergeCase
{
    private const int Rules = 30;
    private const int Allow = 15;

    // Values whose text is not what a parser that knows better would write.
    private static readonly string[] Values =
    [
        "1.50",
        "-0",
        "1e3",
        "12345678901234567890.000",
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"a/b<c>&'d'\"",
        "\"gr\\u00fc\\u00df\"",
        """{"Deep":[1,{"Deeper":[null,2.0]},[]]}""",
        """["x",{"Name":"not a rule"}]""",
    ];

    private readonly Random _random;
    private readonly List<int> _weakened;
    private int _invented;

    public WafMergeCase(int seed)
    {
        _random = new(seed);
        Baseline = WafSample.Acl(
            new WafAclText
            {
                Rules = [.. Enumerable.Range(0, Rules).Select(Rule)],
                More = $",{Told()},{Told()}",
                DefaultAction = "{\"Allow\":{" + Invented() + "}}",
            }
        );
        _weakened = [.. Enumerable.Range(0, Rules).Where(i => i != Allow).OrderBy(_ => _random.Next()).Take(5)];
        Weakenings = [.. _weakened.Select(Weakening)];
        Weakened = Edited(Baseline, "edited", Weakenings);
    }

    public WebAcl Baseline { get; }

    public WebAcl Weakened { get; }

    /// <summary>The members that nobody has heard of, by name, each with its text.</summary>
    public Dictionary<string, string> InventedMembers { get; } = new(StringComparer.Ordinal);

    private List<Action<JsonNode>> Weakenings { get; }

    /// <summary>Changes at other places than the weakened ones: each can be made to the ACL as it was and as it is.</summary>
    public List<Action<JsonNode>> Legitimate()
    {
        var free = Enumerable.Range(0, Rules).Where(i => i != Allow && !_weakened.Contains(i)).ToList();
        var stricter = free[_random.Next(free.Count)];
        // Of a weakened rule as well, at another place than the weakening.
        var blocking = Weakened.Rules.Where(rule => rule.Action == WafActionKind.Block).ToList();
        var answering = blocking[_random.Next(blocking.Count)].Name;
        Action<JsonNode>[] all =
        [
            output => RulesOf(output).Add(JsonNode.Parse(WafSample.Rule("theirs", 900, WafSample.Geo("BV")))),
            output => output["WebACL"]!["Description"] = "theirs",
            output => WafSample.RuleIn(output, Name(stricter))[nameof(Priority)] = Priority(stricter) + 5,
            output =>
                WafSample.RuleIn(output, answering)["Action"]!["Block"]!["CustomResponse"] = JsonNode.Parse(
                    """{"ResponseCode":418}"""
                ),
            output =>
            {
                var limit = WafSample.RuleIn(output, Name(stricter))["Statement"]!["RateBasedStatement"];
                if (limit is not null)
                {
                    limit["Limit"] = 100;
                }
            },
        ];
        return [.. all.OrderBy(_ => _random.Next()).Take(_random.Next(1, all.Length))];
    }

    public static WebAcl Edited(WebAcl acl, string token, IEnumerable<Action<JsonNode>> edits) =>
        WafSample.Edited(
            acl,
            WebAcl.DocumentPart,
            output =>
            {
                foreach (var edit in edits)
                {
                    edit(output);
                }
            },
            token
        );

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"rule-{i}");

    private static int Priority(int i) => i * 10;

    // 0 a rate limit, 1 a managed group, else a nested block.
    private static int KindOf(int i) => i % 5;

    private string Rule(int i)
    {
        var more = $",{Invented()}";
        if (i == Allow)
        {
            return WafSample.Rule(Name(i), Priority(i), WafSample.Office, "Allow", more);
        }
        return KindOf(i) switch
        {
            0 => WafSample.Rule(
                Name(i),
                Priority(i),
                WafSample.Rate(1000 + i, $$""",{{Invented()}},"ScopeDownStatement":{{Nested(2)}}"""),
                more: more
            ),
            1 => WafSample.GroupRule(
                Name(i),
                Priority(i),
                WafSample.Managed($"AWSManagedRules{i}", $",{Invented()}"),
                more: more
            ),
            _ => WafSample.Rule(Name(i), Priority(i), With(WafSample.And(Nested(3), Nested(3))), more: more),
        };
    }

    private string Nested(int depth) =>
        (depth == 0 ? 4 : _random.Next(6)) switch
        {
            0 => With(WafSample.And(Nested(depth - 1), Nested(depth - 1))),
            1 => With(WafSample.Or(Nested(depth - 1), Nested(depth - 1))),
            2 => With(WafSample.Not(Nested(depth - 1))),
            3 => With(WafSample.Geo("AQ", "BV")),
            4 => With(WafSample.Bytes($"/p{_random.Next(100)}")),
            _ => WafSample.SqlInjection,
        };

    // One more member in the body of the statement.
    private string With(string statement)
    {
        var body = statement.IndexOf('{', 1) + 1;
        return statement.Insert(body, $"{Invented()},");
    }

    private string Invented() => Invented(Values);

    // At the top, null is how AWS's tools tell that there is no such member, and an update does not take it.
    private string Told() => Invented([.. Values.Where(value => value != "null")]);

    private string Invented(string[] values)
    {
        var name = $"Invented{_invented++}";
        InventedMembers[name] = values[_random.Next(values.Length)];
        return $"\"{name}\":{InventedMembers[name]}";
    }

    private Action<JsonNode> Weakening(int i)
    {
        var choice = _random.Next(4);
        return output =>
        {
            var rule = WafSample.RuleIn(output, Name(i));
            switch (KindOf(i), choice)
            {
                case (0, _):
                    rule["Statement"]!["RateBasedStatement"]!["Limit"] = 500_000;
                    break;
                case (1, _):
                    rule["OverrideAction"] = JsonNode.Parse("""{"Count":{}}""");
                    break;
                case (_, 0):
                    rule["Action"] = JsonNode.Parse("""{"Count":{}}""");
                    break;
                case (_, 1):
                    RulesOf(output).Remove(rule);
                    break;
                case (_, 2) when i < Allow:
                    rule[nameof(Priority)] = 700 + i;
                    break;
                default:
                    rule["Statement"]!["AndStatement"]!["Statements"]!
                        .AsArray()
                        .Add(JsonNode.Parse(WafSample.Bytes("/only")));
                    break;
            }
        };
    }

    private static JsonArray RulesOf(JsonNode output) => output["WebACL"]!["Rules"]!.AsArray();
}
