using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares how long a solved puzzle or challenge holds; the longer, the more pass without one.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_ImmunityTimeProperty.html.
/// </summary>
internal static class ImmunityComparison
{
    private const int DefaultSeconds = 300;

    public static StateChange Between(
        JsonElement before,
        JsonElement after,
        string member,
        ChangeMaker change,
        DocumentPath path
    ) => Told((SecondsOf(before), SecondsOf(after)), member, change, path);

    /// <summary>The same of a rule: what it does not say itself, its web ACL does.</summary>
    public static StateChange Between(RulePair pair, string member) =>
        Told(
            (SecondsOf(pair.Before, member), SecondsOf(pair.After, member)),
            member,
            pair.ChangeAt,
            pair.After.Path.Then(member)
        );

    private static StateChange Told((int? From, int? To) seconds, string member, ChangeMaker change, DocumentPath path)
    {
        var (from, to) = seconds;
        var word = member.Replace("Config", "", StringComparison.Ordinal).ToLowerInvariant();
        if (from is null || to is null)
        {
            return change(ChangeEffect.Unknown, $"{member} changed", path);
        }
        var effect =
            to > from ? ChangeEffect.Weaker
            : to < from ? ChangeEffect.Stronger
            : ChangeEffect.Neutral;
        return change(effect, $"a solved {word} holds {from} s → {to} s", path);
    }

    private static int? SecondsOf(WafRule rule, string member) =>
        rule.Member(member) is { ValueKind: JsonValueKind.Object } own ? SecondsOf(own)
        : rule.Inherited(member) is { } inherited ? SecondsOf(inherited)
        : null;

    private static int? SecondsOf(JsonElement config)
    {
        var property = JsonEquality.Member(config, "ImmunityTimeProperty");
        return JsonEquality.Member(property, "ImmunityTime") switch
        {
            { ValueKind: JsonValueKind.Undefined } => DefaultSeconds,
            { ValueKind: JsonValueKind.Number } time when time.TryGetInt32(out var seconds) => seconds,
            _ => null,
        };
    }
}
