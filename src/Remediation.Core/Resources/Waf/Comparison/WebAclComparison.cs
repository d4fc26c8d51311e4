using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>Compares a web ACL with what it was, its logging included.</summary>
internal static class WebAclComparison
{
    // The smallest first; what is not inspected is not kept out.
    private static readonly string[] InspectionLimits = ["KB_8", "KB_16", "KB_32", "KB_48", "KB_64"];
    private const string DefaultInspectionLimit = "KB_16";

    public static IReadOnlyList<StateChange> Between(WebAcl before, WebAcl after) =>
        Untangling.Of([
            .. RuleListComparison.Between(
                before.Rules,
                after.Rules,
                before.DefaultAction == after.DefaultAction && !HasRulesBehind(before) && !HasRulesBehind(after)
                    ? after.DefaultAction
                    : WafActionKind.Unknown
            ),
            .. DocumentMembers.Differing(before, after).SelectMany(member => Member(before, after, member)),
            .. LoggingComparison.Between(before, after),
        ]);

    // What an own rule allows never comes to the rule groups that Firewall Manager put behind.
    private static bool HasRulesBehind(WebAcl acl) =>
        AwsJson.Array(acl.Document, "PostProcessFirewallManagerRuleGroups"u8).MoveNext();

    private static IEnumerable<StateChange> Member(WebAcl before, WebAcl after, string member)
    {
        var (from, to) = (JsonEquality.Member(before.Document, member), JsonEquality.Member(after.Document, member));
        var path = after.Path.Then(member);
        return member switch
        {
            "Rules" => [],
            "DefaultAction" => [DefaultAction(before, after, path)],
            "VisibilityConfig" => VisibilityComparison.Between(from, to, DocumentMembers.Change, path),
            "CaptchaConfig" or "ChallengeConfig" =>
            [
                ImmunityComparison.Between(from, to, member, DocumentMembers.Change, path),
            ],
            "AssociationConfig" => Inspection(from, to, path),
            "TokenDomains" => Listed(
                from,
                to,
                "token domain",
                addedIs: ChangeEffect.Weaker,
                removedIs: ChangeEffect.Stronger,
                path
            ),
            "DataProtectionConfig" => Protection(from, to, path),
            "OnSourceDDoSProtectionConfig" => [DDoSProtection(from, to, path)],
            _ => [DocumentMembers.Other(member, path)],
        };
    }

    private static StateChange DefaultAction(WebAcl before, WebAcl after, DocumentPath path)
    {
        var (from, to) = (before.DefaultAction, after.DefaultAction);
        var effect =
            from == WafActionKind.Unknown || to == WafActionKind.Unknown ? ChangeEffect.Unknown
            : from == to ? (to == WafActionKind.Allow ? ChangeEffect.Unknown : ChangeEffect.Neutral)
            : to == WafActionKind.Allow ? ChangeEffect.Weaker
            : ChangeEffect.Stronger;
        return from == to
            ? DocumentMembers.Change(effect, $"what the default action {to} answers or adds changed", path)
            : DocumentMembers.Change(effect, $"default action {from} → {to}", path);
    }

    private static IEnumerable<StateChange> Inspection(JsonElement before, JsonElement after, DocumentPath path)
    {
        var (from, to) = (JsonEquality.Member(before, "RequestBody"), JsonEquality.Member(after, "RequestBody"));
        foreach (var kind in JsonEquality.Differing(from, to))
        {
            var (was, becomes) = (LimitOf(from, kind), LimitOf(to, kind));
            var (rank, now) = (Array.IndexOf(InspectionLimits, was), Array.IndexOf(InspectionLimits, becomes));
            var effect =
                rank < 0 || now < 0 ? ChangeEffect.Unknown
                : now < rank ? ChangeEffect.Weaker
                : now > rank ? ChangeEffect.Stronger
                : ChangeEffect.Neutral;
            // One kind can only be put back alone where there is still something to put it into.
            var place = to.ValueKind == JsonValueKind.Object ? path.Then("RequestBody", kind) : path;
            yield return DocumentMembers.Change(effect, $"inspected body of {kind} {was} → {becomes}", place);
        }
        foreach (var other in JsonEquality.Differing(before, after).Where(name => name != "RequestBody"))
        {
            yield return DocumentMembers.Other($"AssociationConfig.{other}", path.Then(other));
        }
    }

    private static string LimitOf(JsonElement body, string kind) =>
        JsonEquality.Member(JsonEquality.Member(body, kind), "DefaultSizeInspectionLimit")
            is { ValueKind: JsonValueKind.String } limit
            ? limit.GetString()!
            : DefaultInspectionLimit;

    // What is protected is kept out of the logs, as a redacted field is.
    private static IEnumerable<StateChange> Protection(JsonElement before, JsonElement after, DocumentPath path) =>
        JsonEquality
            .Differing(before, after)
            .SelectMany(member =>
                member == "DataProtections"
                    ? Listed(
                            JsonEquality.Member(before, member),
                            JsonEquality.Member(after, member),
                            "data protection",
                            addedIs: ChangeEffect.Stronger,
                            removedIs: ChangeEffect.Weaker,
                            JsonEquality.Member(after, member).ValueKind == JsonValueKind.Undefined
                                ? path
                                : path.Then(member)
                        )
                        .Select(change =>
                            change.Effect == ChangeEffect.Stronger && HidesMore(before, after)
                                ? change with
                                {
                                    Effect = ChangeEffect.Unknown,
                                    Text = $"{change.Text}, which logs and samples no longer tell",
                                }
                                : change
                        )
                    : [DocumentMembers.Other($"DataProtectionConfig.{member}", path.Then(member))]
            );

    // A header or a cookie can hold a secret; without the rest of a request nobody sees what was tried.
    private static bool HidesMore(JsonElement before, JsonElement after)
    {
        var known = JsonEquality.Elements(JsonEquality.Member(before, "DataProtections"));
        return JsonEquality.Member(after, "DataProtections") is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray()
                .Where(item => !known.Contains(JsonEquality.Canonical(item)))
                .Select(item => JsonEquality.Member(item, "Field"))
                .Any(field =>
                    !(
                        AwsJson.Text(field, "FieldType"u8) is "SINGLE_HEADER" or "SINGLE_COOKIE"
                        && AwsJson.Array(field, "FieldKeys"u8).Any()
                        && AwsJson.Array(field, "FieldKeys"u8).All(key => !LoggingComparison.IsTelling(key.ToString()))
                    )
                );
    }

    private static IEnumerable<StateChange> Listed(
        JsonElement before,
        JsonElement after,
        string word,
        ChangeEffect addedIs,
        ChangeEffect removedIs,
        DocumentPath path
    )
    {
        var (from, to) = (JsonEquality.Elements(before), JsonEquality.Elements(after));
        foreach (var item in to.Except(from, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            yield return DocumentMembers.Change(addedIs, $"{word} added: {item.Trim('"')}", path);
        }
        foreach (var item in from.Except(to, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            yield return DocumentMembers.Change(removedIs, $"{word} removed: {item.Trim('"')}", path);
        }
    }

    private static StateChange DDoSProtection(JsonElement before, JsonElement after, DocumentPath path)
    {
        var (from, to) = (ModeOf(before), ModeOf(after));
        var effect = (from, to) switch
        {
            ("ALWAYS_ON", "ACTIVE_UNDER_DDOS" or "none") or ("ACTIVE_UNDER_DDOS", "none") => ChangeEffect.Weaker,
            ("ACTIVE_UNDER_DDOS" or "none", "ALWAYS_ON") or ("none", "ACTIVE_UNDER_DDOS") => ChangeEffect.Stronger,
            _ => ChangeEffect.Unknown,
        };
        return DocumentMembers.Change(
            effect,
            $"protection of load balancers from low-reputation sources {from} → {to}",
            path
        );
    }

    private static string ModeOf(JsonElement config) =>
        JsonEquality.Member(config, "ALBLowReputationMode") is { ValueKind: JsonValueKind.String } mode
            ? mode.GetString()!
            : "none";
}
