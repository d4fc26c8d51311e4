using System.Text.Json;
using Remediation.Core.Checks;

namespace Remediation.Core.Reports;

/// <summary>
/// Writes a <c>remediation.report/1</c> as one HTML file for people, made of the JSON alone, so that a report merged from several
/// parts reads like any other.
/// </summary>
public static class HtmlReport
{
    /// <summary>How many findings are shown, the worst first; the JSON holds all.</summary>
    public const int MostFindings = 2000;

    private static readonly string[] _severities = ["critical", "high", "medium", "low", "info"];

    /// <param name="report">The document; it has to be one of <see cref="AuditReportJson"/>.</param>
    /// <param name="checks">What the findings' checks are.</param>
    /// <param name="time">When the audit was made.</param>
    public static void Write(
        TextWriter html,
        JsonElement report,
        IEnumerable<CheckMetadata> checks,
        DateTimeOffset time
    )
    {
        var titles = checks.ToDictionary(check => check.Id, check => check.Title, StringComparer.Ordinal);
        var subject = Subject(report);
        HtmlPage.Write(
            html,
            $"Network audit of {subject}",
            page =>
            {
                WriteHeader(page, report, subject, time);
                WriteUnread(page, report);
                WriteFindings(page, report, titles);
            }
        );
    }

    private static string Subject(JsonElement report)
    {
        var (account, region) = (Text(report, "account"), Text(report, "region"));
        return Text(report, "template") is { Length: > 0 } template ? template
            : account.Length == 0 ? "an empty account"
            : $"account {account} in {region}";
    }

    private static void WriteHeader(TextWriter page, JsonElement report, string subject, DateTimeOffset time)
    {
        var policy = report.GetProperty("policy");
        var summary = report.GetProperty("summary");
        page.Write($"<h1>Network audit of {HtmlText.Of(subject)}</h1>\n");
        page.Write(
            $"<p class=\"soft\">{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC · policy {HtmlText.Of(Text(policy, "name"))} "
        );
        page.Write(
            $"(mode {HtmlText.Of(Text(report, "mode"))}, <code>{HtmlText.Of(Shorten(Text(policy, "sha256")))}</code>)</p>\n"
        );
        page.Write("<ul class=\"tiles\">\n");
        foreach (var severity in _severities)
        {
            var count = summary.GetProperty("bySeverity").TryGetProperty(severity, out var number)
                ? number.GetInt64()
                : 0;
            Tile(page, count, severity, count > 0 ? $"word {severity}" : "soft");
        }
        Tile(page, Number(summary, "unknown"), "unknown", "soft");
        Tile(page, Number(summary, "exempted"), "exempted", "soft");
        Tile(page, Number(summary, "resources"), "resources judged", "soft");
        page.Write("</ul>\n");
    }

    private static void Tile(TextWriter page, long count, string what, string style) =>
        page.Write($"<li><b class=\"{style}\">{count}</b>{what}</li>\n");

    private static void WriteUnread(TextWriter page, JsonElement report)
    {
        if (!report.TryGetProperty("unread", out var unread) || unread.GetArrayLength() == 0)
        {
            return;
        }
        page.Write("<section class=\"warning\">\n<h3>Not everything could be read</h3>\n");
        page.Write("<p>What is missing here was not found compliant: it was not judged.</p>\n<ul class=\"plain\">\n");
        foreach (var item in unread.EnumerateArray())
        {
            var (type, error) = (Text(item, "resourceType"), Text(item, "error"));
            page.Write($"<li>{HtmlText.Of(type)}: {HtmlText.Of(error)}</li>\n");
        }
        page.Write("</ul>\n</section>\n");
    }

    private static void WriteFindings(TextWriter page, JsonElement report, Dictionary<string, string> titles)
    {
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        if (findings.Count == 0)
        {
            page.Write("<p>No check fails on what was judged.</p>\n");
            return;
        }
        var plans = PlansByFinding(report);
        var reasons = report
            .GetProperty("unplanned")
            .EnumerateArray()
            .DistinctBy(item => Text(item, "finding"), StringComparer.Ordinal)
            .ToDictionary(item => Text(item, "finding"), item => Text(item, "reason"), StringComparer.Ordinal);
        var shown = 0;
        foreach (var group in findings.GroupBy(GroupOf, StringComparer.Ordinal).OrderBy(item => RankOf(item.Key)))
        {
            page.Write($"<h2>{Heading(group.Key)} ({group.Count()})</h2>\n");
            foreach (var finding in group.Take(MostFindings - shown))
            {
                WriteFinding(page, finding, titles, plans, reasons);
                shown++;
            }
        }
        if (shown < findings.Count)
        {
            page.Write($"<p class=\"warning\">{findings.Count - shown} more findings are in the report's JSON.</p>\n");
        }
    }

    private static string GroupOf(JsonElement finding) =>
        Text(finding, "status") == "exempted" ? "exempted" : Text(finding, "severity");

    // What is exempted comes last.
    private static int RankOf(string group) =>
        Array.IndexOf(_severities, group) is var rank and >= 0 ? rank : _severities.Length;

    private static string Heading(string group) =>
        HtmlText.Of(string.Concat(group[..1].ToUpperInvariant(), group.AsSpan(1)));

    private static Dictionary<string, JsonElement> PlansByFinding(JsonElement report)
    {
        var plans = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var plan in report.GetProperty("plans").EnumerateArray())
        {
            foreach (var finding in plan.GetProperty("resolves").EnumerateArray())
            {
                plans[finding.GetString() ?? ""] = plan;
            }
        }
        return plans;
    }

    private static void WriteFinding(
        TextWriter page,
        JsonElement finding,
        Dictionary<string, string> titles,
        Dictionary<string, JsonElement> plans,
        Dictionary<string, string> reasons
    )
    {
        var (check, severity, id) = (Text(finding, "check"), Text(finding, "severity"), Text(finding, "id"));
        var style = Array.IndexOf(_severities, severity) < 0 ? "info" : severity;
        var resource = finding.GetProperty("resource");
        page.Write(
            $"<article class=\"finding {style}\" id=\"{HtmlText.Of(id)}\">\n<h3>{Name(finding, resource)}</h3>\n"
        );
        page.Write($"<p><span class=\"word {style}\">{HtmlText.Of(severity)}</span> ");
        page.Write($"<code>{HtmlText.Of(check)}</code> {HtmlText.Of(titles.GetValueOrDefault(check, ""))}</p>\n");
        page.Write($"<p class=\"soft\">{HtmlText.Of(Text(resource, "type"))} · {HtmlText.Of(Text(resource, "arn"))}");
        page.Write(Text(finding, "place") is { Length: > 0 } place ? $" · {HtmlText.Of(place)}</p>\n" : "</p>\n");
        WriteReasons(page, finding);
        WriteControls(page, finding);
        if (plans.TryGetValue(id, out var plan))
        {
            WritePlan(page, plan);
        }
        if (reasons.TryGetValue(id, out var reason))
        {
            page.Write($"<p class=\"soft\">No automatic fix: {HtmlText.Of(reason)}</p>\n");
        }
        page.Write("</article>\n");
    }

    private static string Name(JsonElement finding, JsonElement resource)
    {
        var id = HtmlText.Of(Text(resource, "id"));
        return Text(finding, "name") is { Length: > 0 } name
            ? $"{HtmlText.Of(name)} <code>{id}</code>"
            : $"<code>{id}</code>";
    }

    private static void WriteReasons(TextWriter page, JsonElement finding)
    {
        page.Write("<ul class=\"plain\">\n");
        foreach (var evidence in finding.GetProperty("evidence").EnumerateArray())
        {
            page.Write($"<li>{HtmlText.Of(Text(evidence, "offending"))}");
            page.Write(Text(evidence, "rule") is { Length: > 0 } rule ? $" in <code>{HtmlText.Of(rule)}</code>" : "");
            page.Write($" <span class=\"soft\">{HtmlText.Of(Text(evidence, "traffic"))}");
            page.Write(Text(evidence, "description") is { Length: > 0 } words ? $" “{HtmlText.Of(words)}”" : "");
            page.Write(Text(evidence, "note") is { Length: > 0 } note ? $" ({HtmlText.Of(note)})" : "");
            page.Write("</span></li>\n");
        }
        foreach (var unknown in finding.GetProperty("unknowns").EnumerateArray())
        {
            page.Write($"<li>cannot be told: {HtmlText.Of(unknown.GetString())}</li>\n");
        }
        page.Write("</ul>\n");
        if (finding.TryGetProperty("exemption", out var exemption) && exemption.ValueKind == JsonValueKind.Object)
        {
            page.Write(
                $"<p>Exempted by {HtmlText.Of(Text(exemption, "id"))} until {HtmlText.Of(Text(exemption, "until"))}, "
            );
            page.Write($"{HtmlText.Of(Text(exemption, "owner"))}: {HtmlText.Of(Text(exemption, "reason"))}</p>\n");
        }
    }

    private static void WriteControls(TextWriter page, JsonElement finding)
    {
        var controls = finding.GetProperty("controls").EnumerateArray().Select(control => control.GetString() ?? "");
        var list = string.Join(", ", controls);
        page.Write($"<p class=\"soft\">{HtmlText.Of(list)}{(list.Length > 0 ? " · " : "")}");
        page.Write($"response {HtmlText.Of(Text(finding, "response"))}</p>\n");
    }

    private static void WritePlan(TextWriter page, JsonElement plan)
    {
        page.Write($"<div class=\"plan\">\n<p><b>Plan</b> <code>{HtmlText.Of(Shorten(Text(plan, "hash")))}</code>");
        page.Write(plan.GetProperty("valid").GetBoolean() ? "</p>\n" : " <b>rejected by the validator</b></p>\n");
        page.Write("<ul class=\"plain\">\n");
        foreach (var call in plan.GetProperty("calls").EnumerateArray())
        {
            page.Write($"<li>{HtmlText.Of(Text(call, "summary"))}</li>\n");
        }
        page.Write("</ul>\n");
        WriteWords(page, plan, "trafficRemoved", "takes away");
        WriteWords(page, plan, "trafficAdded", "adds");
        WriteWords(page, plan, "changes", "changes");
        WriteWords(page, plan, "objections", "not applied, since");
        page.Write("</div>\n");
    }

    private static void WriteWords(TextWriter page, JsonElement plan, string member, string words)
    {
        if (plan.TryGetProperty(member, out var list) && list.GetArrayLength() > 0)
        {
            var text = string.Join("; ", list.EnumerateArray().Select(item => item.GetString()));
            page.Write($"<p class=\"soft\">{words} {HtmlText.Of(text)}</p>\n");
        }
    }

    private static string Shorten(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";
}
