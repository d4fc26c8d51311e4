using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// Tickets as issues of a GitHub repository. The key is a label, by which issues are listed: unlike a search, a listing knows an
/// issue as soon as it is made. https://docs.github.com/en/rest/issues/issues.
/// </summary>
public sealed class GitHubTickets(GitHubDestination github, WebCaller web, SecretReader secrets) : TrackerTickets
{
    private const int LongestTitle = 256;
    private const int LongestText = 60_000;

    private readonly WebDoor _door = new(web, secrets, github.Url, github.Token, null)
    {
        Headers = [("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28")],
    };

    public override string Name => github.Name;

    private string Path => $"repos/{github.Repository}/issues";

    private protected override async Task<TrackerAnswer> ReadAsync(string reference, CancellationToken ct)
    {
        if (Number(reference) is not { } number)
        {
            return TrackerAnswer.None;
        }
        var answer = await _door.CallAsync("GET", $"{Path}/{number}", null, ct);
        return answer.IsGone ? TrackerAnswer.None
            : answer.IsAnswered ? Ticket(answer.Json)
            : TrackerAnswer.Failed(answer);
    }

    private protected override async Task<TrackerAnswer> FindAsync(string key, CancellationToken ct)
    {
        var path = $"{Path}?labels={key}&state=all&sort=created&direction=desc&per_page=20";
        var answer = await _door.CallAsync("GET", path, null, ct);
        if (!answer.IsAnswered)
        {
            return TrackerAnswer.Failed(answer);
        }
        var issues = WebJson.Items(answer.Json).ToList();
        if (issues.Count == 0)
        {
            return TrackerAnswer.None;
        }
        var open = issues.FindIndex(issue => StatusOf(issue) == TicketStatus.Open);
        return Ticket(issues[Math.Max(open, 0)]);
    }

    private protected override async Task<TrackerAnswer> CreateAsync(TicketNotice notice, CancellationToken ct)
    {
        var body = Content(notice);
        body["labels"] = new JsonArray("remediation", notice.Key);
        var answer = await _door.CallAsync("POST", Path, body.ToJsonString(), ct);
        return answer.IsAnswered ? Ticket(answer.Json) : TrackerAnswer.Failed(answer);
    }

    private protected override async Task<TrackerAnswer> BringAsync(
        TrackedTicket ticket,
        TicketNotice notice,
        CancellationToken ct
    )
    {
        var body = Content(notice);
        var isOpen = notice.Status == TicketStatus.Open;
        if (ticket.Status != notice.Status)
        {
            body["state"] = isOpen ? "open" : "closed";
            body["state_reason"] = isOpen ? "reopened" : "completed";
        }
        var answer = await _door.CallAsync("PATCH", $"{Path}/{ticket.Reference}", body.ToJsonString(), ct);
        return answer.IsAnswered ? TrackerAnswer.Of(ticket) : TrackerAnswer.Failed(answer);
    }

    private static JsonObject Content(TicketNotice notice) =>
        new()
        {
            ["title"] = TicketText.Title(notice, LongestTitle),
            ["body"] = TicketText.Markdown(notice, LongestText),
        };

    private static TrackerAnswer Ticket(JsonElement issue) =>
        Number(WebJson.Text(issue, "number")) is { } number
            ? TrackerAnswer.Of(new(number, StatusOf(issue)))
            : TrackerAnswer.Unusable("GitHub did not say which issue it is");

    private static TicketStatus StatusOf(JsonElement issue) =>
        WebJson.Text(issue, "state") == "closed" ? TicketStatus.Closed : TicketStatus.Open;

    private static string? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
}
