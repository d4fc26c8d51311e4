using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// Tickets as issues of a Jira project, by REST API version 3. The key is a label. An issue is closed and opened by whatever
/// transition of its workflow leads to a status of the right category.
/// https://developer.atlassian.com/cloud/jira/platform/rest/v3/.
/// </summary>
public sealed class JiraTickets(JiraDestination jira, WebCaller web, SecretReader secrets) : TrackerTickets
{
    private const int LongestTitle = 255;
    private const int LongestSection = 8_000;
    private const string Done = "done";

    private readonly WebDoor _door = new(web, secrets, jira.Url, jira.Token, jira.User);

    public override string Name => jira.Name;

    private protected override async Task<TrackerAnswer> ReadAsync(string reference, CancellationToken ct)
    {
        if (WebJson.Id(reference) is not { } id)
        {
            return TrackerAnswer.None;
        }
        var answer = await _door.CallAsync("GET", $"rest/api/3/issue/{id}?fields=status", null, ct);
        return answer.IsGone ? TrackerAnswer.None
            : answer.IsAnswered ? Ticket(answer.Json)
            : TrackerAnswer.Failed(answer);
    }

    private protected override async Task<TrackerAnswer> FindAsync(string key, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["jql"] = $"project = \"{jira.Project}\" AND labels = \"{key}\" ORDER BY created DESC",
            ["fields"] = new JsonArray("status"),
            ["maxResults"] = 20,
        };
        var answer = await _door.CallAsync("POST", "rest/api/3/search/jql", body.ToJsonString(), ct);
        if (!answer.IsAnswered)
        {
            return TrackerAnswer.Failed(answer);
        }
        var issues = WebJson.Items(WebJson.At(answer.Json, "issues")).ToList();
        if (issues.Count == 0)
        {
            return TrackerAnswer.None;
        }
        var open = issues.FindIndex(issue => StatusOf(issue) == TicketStatus.Open);
        return Ticket(issues[Math.Max(open, 0)]);
    }

    private protected override async Task<TrackerAnswer> CreateAsync(TicketNotice notice, CancellationToken ct)
    {
        var fields = Content(notice);
        fields["project"] = new JsonObject { ["key"] = jira.Project };
        fields["issuetype"] = new JsonObject { ["name"] = jira.IssueType };
        fields["labels"] = new JsonArray("remediation", notice.Key);
        var body = new JsonObject { ["fields"] = fields }.ToJsonString();
        var answer = await _door.CallAsync("POST", "rest/api/3/issue", body, ct);
        return !answer.IsAnswered ? TrackerAnswer.Failed(answer)
            : WebJson.Id(WebJson.Text(answer.Json, "key")) is { } key ? TrackerAnswer.Of(new(key, TicketStatus.Open))
            : TrackerAnswer.Unusable("Jira did not say which issue it made");
    }

    private protected override async Task<TrackerAnswer> BringAsync(
        TrackedTicket ticket,
        TicketNotice notice,
        CancellationToken ct
    )
    {
        var body = new JsonObject { ["fields"] = Content(notice) }.ToJsonString();
        var answer = await _door.CallAsync("PUT", $"rest/api/3/issue/{ticket.Reference}", body, ct);
        if (!answer.IsAnswered)
        {
            return TrackerAnswer.Failed(answer);
        }
        return ticket.Status == notice.Status ? TrackerAnswer.Of(ticket) : await MoveAsync(ticket, notice.Status, ct);
    }

    private async Task<TrackerAnswer> MoveAsync(TrackedTicket ticket, TicketStatus status, CancellationToken ct)
    {
        var path = $"rest/api/3/issue/{ticket.Reference}/transitions";
        var answer = await _door.CallAsync("GET", path, null, ct);
        if (!answer.IsAnswered)
        {
            return TrackerAnswer.Failed(answer);
        }
        var transition = WebJson
            .Items(WebJson.At(answer.Json, "transitions"))
            .Where(item => CategoryStatus(WebJson.Text(item, "to", "statusCategory", "key")) == status)
            // Of those that open it, back to the beginning before anywhere else.
            .OrderBy(item => WebJson.Text(item, "to", "statusCategory", "key") == "new" ? 0 : 1)
            .Select(item => WebJson.Id(WebJson.Text(item, "id")))
            .FirstOrDefault(id => id is not null);
        if (transition is null)
        {
            var what = status == TicketStatus.Open ? "opens" : "closes";
            return TrackerAnswer.Failed(
                DeliveryOutcome.Failed(
                    new(
                        "NoTransition",
                        $"the workflow of {ticket.Reference} has no transition from its status that {what} it"
                    ),
                    isPassing: false
                )
            );
        }
        var body = new JsonObject { ["transition"] = new JsonObject { ["id"] = transition } }.ToJsonString();
        var moved = await _door.CallAsync("POST", path, body, ct);
        return moved.IsAnswered ? TrackerAnswer.Of(ticket with { Status = status }) : TrackerAnswer.Failed(moved);
    }

    private static JsonObject Content(TicketNotice notice) =>
        new() { ["summary"] = TicketText.Title(notice, LongestTitle), ["description"] = Document(notice) };

    // https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
    private static JsonObject Document(TicketNotice notice)
    {
        var content = new JsonArray();
        foreach (var section in TicketText.Sections(notice))
        {
            content.Add((JsonNode)Block("heading", section.Title, new() { ["level"] = 3 }));
            content.Add(
                (JsonNode)Block("codeBlock", TicketText.Cut(string.Join('\n', section.Lines), LongestSection), null)
            );
        }
        return new()
        {
            ["type"] = "doc",
            ["version"] = 1,
            ["content"] = content,
        };
    }

    private static JsonObject Block(string type, string text, JsonObject? attributes)
    {
        var block = new JsonObject { ["type"] = type };
        if (attributes is not null)
        {
            block["attrs"] = attributes;
        }
        block["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text });
        return block;
    }

    private static TrackerAnswer Ticket(JsonElement issue) =>
        WebJson.Id(WebJson.Text(issue, "key")) is { } key
            ? TrackerAnswer.Of(new(key, StatusOf(issue)))
            : TrackerAnswer.Unusable("Jira did not say which issue it found");

    private static TicketStatus StatusOf(JsonElement issue) =>
        CategoryStatus(WebJson.Text(issue, "fields", "status", "statusCategory", "key"));

    // The categories are new, indeterminate and done, in every workflow.
    private static TicketStatus CategoryStatus(string? category) =>
        category == Done ? TicketStatus.Closed : TicketStatus.Open;
}
