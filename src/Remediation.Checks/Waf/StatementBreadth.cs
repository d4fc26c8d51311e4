using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Core.Traffic;

namespace Remediation.Checks.Waf;

/// <summary>
/// Estimates what a statement matches. It errs to broad where a client chooses what it sends: whoever knows the rule sends what it
/// matches. Labels are taken for narrow; what puts them on a request is another rule's matter.
/// </summary>
internal static class StatementBreadth
{
    private const int FewBytes = 16;

    private static readonly FrozenSet<string> MatchAll = FrozenSet.Create(
        StringComparer.Ordinal,
        ".*",
        "^.*",
        ".*$",
        "^.*$",
        ".+",
        "^.+$",
        "^",
        "$",
        "^/",
        "/",
        "/.*",
        "^/.*",
        "^/.*$",
        "."
    );

    public static Breadth Of(WafStatement statement, CheckContext context) =>
        statement.Type switch
        {
            WafStatement.And => statement.Inner.Aggregate(
                Breadth.Everything,
                (all, inner) => all.And(Of(inner, context))
            ),
            WafStatement.Or => statement.Inner.Aggregate(
                Breadth.Everything.Negated,
                (all, inner) => all.Or(Of(inner, context))
            ),
            WafStatement.Not => statement.Inner.Select(inner => Of(inner, context).Negated).FirstOrDefault(),
            WafStatement.IpSetReference => OfSet(statement, context),
            WafStatement.RegexPatternSetReference => OfPatterns(statement, context),
            // A country, or a network operator, has more addresses than any list that somebody keeps by hand.
            WafStatement.GeoMatch or "AsnMatchStatement" => Breadth.Much,
            "ByteMatchStatement" => OfBytes(statement.Body),
            "RegexMatchStatement" => OfExpression(statement.Body.Text("RegexString")),
            "SizeConstraintStatement" => OfSize(statement.Body),
            WafStatement.LabelMatch or WafStatement.RateBased or "SqliMatchStatement" or "XssMatchStatement" =>
                Breadth.Little,
            _ => Breadth.Unknown,
        };

    private static Breadth OfSet(WafStatement statement, CheckContext context)
    {
        if (
            context.Surroundings.Neighbour(statement.ReferencedArn ?? "").Value is not IpSet set
            || SetAddresses.Of(set) is not { } addresses
        )
        {
            return Breadth.Unknown;
        }
        return context.Internet.Of(addresses) != Exposure.Anywhere ? Breadth.Little
            : context.Internet.Of(addresses.Complement()) == Exposure.Anywhere ? Breadth.Much
            : Breadth.Everything;
    }

    private static Breadth OfPatterns(WafStatement statement, CheckContext context) =>
        context.Surroundings.Neighbour(statement.ReferencedArn ?? "").Value is RegexPatternSet set
            ? set.Expressions.Aggregate(
                Breadth.Everything.Negated,
                (all, expression) => all.Or(OfExpression(expression))
            )
            : Breadth.Unknown;

    private static Breadth OfExpression(string expression) =>
        MatchAll.Contains(expression) ? Breadth.Everything : Breadth.Little;

    private static Breadth OfBytes(JsonElement body)
    {
        var field = body.Member("FieldToMatch");
        var position = body.Text("PositionalConstraint");
        var isAnywhere = position is "CONTAINS" or "STARTS_WITH";
        var sought = Sought(body.Text("SearchString")).ToList();
        if (sought.Contains("") || (field.Has("UriPath") && isAnywhere && sought.Contains("/")))
        {
            return Breadth.Everything;
        }
        // The host that is visited and the method of every plain visit are in everybody's requests.
        var header = field.Member("SingleHeader").Text("Name");
        return
            header.Equals("host", StringComparison.OrdinalIgnoreCase)
            || (field.Has("Method") && sought.Exists(text => text.Equals("get", StringComparison.OrdinalIgnoreCase)))
            || (
                header.Equals("user-agent", StringComparison.OrdinalIgnoreCase)
                && sought.Exists(text => text.StartsWith("mozilla", StringComparison.OrdinalIgnoreCase))
            )
            ? Breadth.Much
            : Breadth.Little;
    }

    // The AWS CLI writes it in base64, other exports as it is. Which of the two a text is cannot be told, so both are tried.
    private static IEnumerable<string> Sought(string text)
    {
        yield return text;
        var bytes = new byte[text.Length];
        if (text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length))
        {
            yield return Encoding.UTF8.GetString(bytes, 0, length);
        }
    }

    private static Breadth OfSize(JsonElement body) =>
        (body.Text("ComparisonOperator"), body.Integer("Size")) switch
        {
            (_, null) => Breadth.Unknown,
            ("GE", 0) => Breadth.Everything,
            ("LT", 0) => Breadth.Everything.Negated,
            ("EQ" or "LE", 0) or ("NE" or "GT", 0) => Breadth.Much,
            ("LT" or "LE" or "NE", _) => Breadth.Everything,
            // Every path, and nearly every field that is there, is as long as that.
            ("GT" or "GE", <= FewBytes) => Breadth.Much,
            ("EQ" or "GT" or "GE", _) => Breadth.Little,
            _ => Breadth.Unknown,
        };
}
