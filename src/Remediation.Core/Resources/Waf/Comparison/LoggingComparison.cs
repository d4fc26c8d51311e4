using System.Collections.Frozen;
using System.Text.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>
/// Compares what a web ACL logs, and where to. Another destination is unknown and not weaker: whether somebody looks there, no
/// configuration tells.
/// </summary>
internal static class LoggingComparison
{
    private const string Header = "header ";

    // Who asked for what, and from where.
    private static readonly FrozenSet<string> TellingHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "host",
        "user-agent",
        "referer",
        "origin",
        "content-type",
        "content-length",
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-real-ip",
        "true-client-ip"
    );

    /// <summary>Whether a header tells of the client and what it tried, rather than of a secret.</summary>
    public static bool IsTelling(string header) => TellingHeaders.Contains(header.Trim());

    public static IEnumerable<StateChange> Between(WebAcl before, WebAcl after)
    {
        var (from, to) = (before.Logging, after.Logging);
        if ((from.UnknownReason ?? to.UnknownReason) is { } unknown)
        {
            return [new(ChangeEffect.Unknown, $"whether it logs the same, since its logging is not known: {unknown}")];
        }
        return (from.Value, to.Value) switch
        {
            (null, null) => [],
            (null, { } added) => [Whole(ChangeEffect.Stronger, $"logging added to {Names(added)}")],
            ({ } removed, null) => [Whole(ChangeEffect.Weaker, $"logging removed, which went to {Names(removed)}")],
            ({ } was, { } becomes) => Members(was, becomes),
        };
    }

    private static IEnumerable<StateChange> Members(WafLogging before, WafLogging after) =>
        JsonEquality
            .Differing(before.Json, after.Json)
            .SelectMany(member => Member(before, after, member))
            .Select(change =>
                // Nobody else can change what Firewall Manager put there.
                after.IsManagedByFirewallManager
                    ? change with
                    {
                        Paths = [],
                    }
                    : change
            );

    private static IEnumerable<StateChange> Member(WafLogging before, WafLogging after, string member)
    {
        var path = WebAcl.LoggingPath.Then(member);
        return member switch
        {
            "LogDestinationConfigs" =>
            [
                Change(ChangeEffect.Unknown, $"log destination {Names(before)} → {Names(after)}", path),
            ],
            "RedactedFields" => Redaction(before, after, path),
            "LoggingFilter" => Filter(
                JsonEquality.Member(before.Json, member),
                JsonEquality.Member(after.Json, member),
                path
            ),
            "ResourceArn" or "ManagedByFirewallManager" or "LogType" or "LogScope" =>
            [
                Change(ChangeEffect.Neutral, $"{member} of the logging changed", path),
            ],
            _ =>
            [
                Change(
                    ChangeEffect.Unknown,
                    $"{member} of the logging changed, which this version does not know",
                    path
                ),
            ],
        };
    }

    private static IEnumerable<StateChange> Redaction(WafLogging before, WafLogging after, DocumentPath path)
    {
        foreach (var field in before.RedactedFields.Except(after.RedactedFields, StringComparer.Ordinal))
        {
            yield return Change(ChangeEffect.Weaker, $"redaction removed: {field} is logged in clear", path);
        }
        foreach (var field in after.RedactedFields.Except(before.RedactedFields, StringComparer.Ordinal))
        {
            // A header can hold a secret; without the rest of the request the log does not tell what was tried.
            var mayBeSecret = field.StartsWith(Header, StringComparison.Ordinal) && !IsTelling(field[Header.Length..]);
            yield return Change(
                mayBeSecret ? ChangeEffect.Stronger : ChangeEffect.Unknown,
                $"redaction added: {field}{(mayBeSecret ? "" : ", which the log no longer tells")}",
                path
            );
        }
    }

    private static IEnumerable<StateChange> Filter(JsonElement before, JsonElement after, DocumentPath path)
    {
        var (keeps, kept) = (KeepsByDefault(before), KeepsByDefault(after));
        if (keeps is null || kept is null)
        {
            yield return Change(ChangeEffect.Unknown, "log filter changed", path);
            yield break;
        }
        if (keeps != kept)
        {
            yield return Change(
                kept.Value ? ChangeEffect.Stronger : ChangeEffect.Weaker,
                kept.Value ? "log filter keeps what no condition names" : "log filter drops what no condition names",
                path
            );
        }
        var (from, to) = (Filters(before), Filters(after));
        if (keeps == kept && from.SetEquals(to))
        {
            // Which of two filters counts that match the same, their order may tell.
            yield return Change(ChangeEffect.Unknown, "order of the log filters changed", path);
        }
        foreach (var filter in to.Except(from))
        {
            yield return Change(EffectOf(filter.Drops), $"log filter added: {filter}", path);
        }
        // Where everything is kept anyhow, what was kept before is kept still.
        var keepsAll = kept.Value && !to.Any(filter => filter.Drops);
        foreach (var filter in from.Except(to))
        {
            yield return Change(
                keepsAll && !filter.Drops ? ChangeEffect.Neutral : EffectOf(!filter.Drops),
                $"log filter removed: {filter}",
                path
            );
        }
    }

    private static ChangeEffect EffectOf(bool tellsLess) => tellsLess ? ChangeEffect.Weaker : ChangeEffect.Stronger;

    // Without a filter everything is kept.
    private static bool? KeepsByDefault(JsonElement filter) =>
        filter.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? true
            : JsonEquality.Member(filter, "DefaultBehavior").ToString() switch
            {
                "KEEP" => true,
                "DROP" => false,
                _ => null,
            };

    private static HashSet<LogFilter> Filters(JsonElement filter) =>
        JsonEquality.Member(filter, "Filters") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(LogFilter.Of)]
            : [];

    // Without a part there is nothing to put single members into.
    private static StateChange Whole(ChangeEffect effect, string text) =>
        Change(effect, text, DocumentPath.Of(WebAcl.LoggingPart));

    private static string Names(WafLogging logging) => string.Join(", ", logging.Destinations);

    private static StateChange Change(ChangeEffect effect, string text, DocumentPath path) =>
        new(effect, text) { Paths = [path] };
}
