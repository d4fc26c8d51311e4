using System.Text.Json;

namespace Remediation.Core.Reports;

/// <summary>Writes the <c>remediation.organization/1</c> of an audit of many accounts as one HTML file for people.</summary>
public static class OrganizationHtml
{
    private static readonly string[] _severities = ["critical", "high", "medium", "low", "info"];

    /// <param name="summary">The document.</param>
    /// <param name="time">When it was made.</param>
    public static void Write(TextWriter html, JsonElement summary, DateTimeOffset time) =>
        HtmlPage.Write(html, "Network audit of the organization", page => WriteBody(page, summary, time));

    private static void WriteBody(TextWriter page, JsonElement summary, DateTimeOffset time)
    {
        var (targets, audited) = (Number(summary, "targets"), Number(summary, "audited"));
        page.Write("<h1>Network audit of the organization</h1>\n");
        page.Write(
            $"<p class=\"soft\">{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC · {audited} of {targets} accounts × regions</p>\n"
        );
        page.Write("<ul class=\"tiles\">\n");
        var counts = summary.GetProperty("summary");
        foreach (var severity in _severities)
        {
            var count = Number(counts.GetProperty("bySeverity"), severity);
            page.Write($"<li><b class=\"{(count > 0 ? $"word {severity}" : "soft")}\">{count}</b>{severity}</li>\n");
        }
        page.Write($"<li><b class=\"soft\">{Number(counts, "resources")}</b>resources judged</li>\n</ul>\n");
        WriteFailed(page, summary.GetProperty("failed"));
        WriteAccounts(page, summary.GetProperty("accounts"));
    }

    private static void WriteFailed(TextWriter page, JsonElement failed)
    {
        if (failed.GetArrayLength() == 0)
        {
            return;
        }
        page.Write("<section class=\"warning\">\n<h3>Not audited</h3>\n<ul class=\"plain\">\n");
        foreach (var item in failed.EnumerateArray())
        {
            page.Write($"<li>{HtmlText.Of(Text(item, "account"))} in {HtmlText.Of(Text(item, "region"))}: ");
            page.Write($"{HtmlText.Of(Text(item, "error"))}</li>\n");
        }
        page.Write("</ul>\n</section>\n");
    }

    private static void WriteAccounts(TextWriter page, JsonElement accounts)
    {
        page.Write(
            "<h2>Accounts, the worst first</h2>\n<div class=\"scroll\">\n<table>\n<thead><tr><th>account</th><th>region</th>"
        );
        foreach (var severity in _severities)
        {
            page.Write($"<th class=\"number\">{severity}</th>");
        }
        page.Write("<th>report</th></tr></thead>\n<tbody>\n");
        foreach (var account in accounts.EnumerateArray())
        {
            page.Write(
                $"<tr><td>{HtmlText.Of(Text(account, "account"))}</td><td>{HtmlText.Of(Text(account, "region"))}</td>"
            );
            var counts = account.GetProperty("summary").GetProperty("bySeverity");
            foreach (var severity in _severities)
            {
                page.Write($"<td class=\"number\">{Number(counts, severity)}</td>");
            }
            page.Write($"<td><code>{HtmlText.Of(Text(account.GetProperty("report"), "html"))}</code>");
            page.Write(account.TryGetProperty("unread", out _) ? " (not everything could be read)" : "");
            page.Write("</td></tr>\n");
        }
        page.Write("</tbody>\n</table>\n</div>\n");
    }

    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";
}
