using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// Tickets as incidents of ServiceNow, by its Table API. The key is the correlation id. An incident that is resolved is opened again;
/// one that is closed or cancelled for good is followed by a new one.
/// https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html.
/// </summary>
public sealed class ServiceNowTickets(ServiceNowDestination serviceNow, WebCaller web, SecretReader secrets)
    : TrackerTickets
{
    private const int LongestTitle = 160;
    private const int LongestText = 4_000;
    private const string InProgress = "2";
    private const string Resolved = "6";

    private readonly WebDoor _door = new(web, secrets, serviceNow.Url, serviceNow.Password, serviceNow.User);

    public override string Name => serviceNow.Name;

    private string Path => $"api/now/table/{serviceNow.Table}";

    private protected override async Task<TrackerAnswer> ReadAsync(string reference, CancellationToken ct)
    {
        if (WebJson.Id(reference) is not { } id)
        {
            return TrackerAnswer.None;
        }
        var answer = await _door.CallAsync("GET", $"{Path}/{id}?sysparm_fields=sys_id,state", null, ct);
        return answer.IsGone ? TrackerAnswer.None
            : answer.IsAnswered ? Ticket(WebJson.At(answer.Json, "result"))
            : TrackerAnswer.Failed(answer);
    }

    private protected override async Task<TrackerAnswer> FindAsync(string key, CancellationToken ct)
    {
        var query = Uri.EscapeDataString($"correlation_id={key}^ORDERBYDESCsys_created_on");
        var path = $"{Path}?sysparm_query={query}&sysparm_fields=sys_id,state&sysparm_limit=20";
        var answer = await _door.CallAsync("GET", path, null, ct);
        if (!answer.IsAnswered)
        {
            return TrackerAnswer.Failed(answer);
        }
        var found = WebJson.Items(WebJson.At(answer.Json, "result")).ToList();
        if (found.Count == 0)
        {
            return TrackerAnswer.None;
        }
        var open = found.FindIndex(record => StatusOf(record).Status == TicketStatus.Open);
        var resolved = found.FindIndex(record => !StatusOf(record).IsFinal);
        return Ticket(found[Math.Max(open >= 0 ? open : resolved, 0)]);
    }

    private protected override async Task<TrackerAnswer> CreateAsync(TicketNotice notice, CancellationToken ct)
    {
        var body = Content(notice);
        body["correlation_id"] = notice.Key;
        body["correlation_display"] = "Remediation";
        var answer = await _door.CallAsync("POST", $"{Path}?sysparm_fields=sys_id,state", body.ToJsonString(), ct);
        return !answer.IsAnswered ? TrackerAnswer.Failed(answer)
            : WebJson.Id(WebJson.Text(answer.Json, "result", "sys_id")) is { } id
                ? TrackerAnswer.Of(new(id, TicketStatus.Open))
            : TrackerAnswer.Unusable("ServiceNow did not say which record it made");
    }

    private protected override async Task<TrackerAnswer> BringAsync(
        TrackedTicket ticket,
        TicketNotice notice,
        CancellationToken ct
    )
    {
        var body = Content(notice);
        if (notice.Status == TicketStatus.Closed)
        {
            body["state"] = Resolved;
            body["close_code"] = serviceNow.CloseCode;
            body["close_notes"] = notice.Reason;
        }
        else if (ticket.Status == TicketStatus.Closed)
        {
            body["state"] = InProgress;
        }
        var path = $"{Path}/{ticket.Reference}?sysparm_fields=sys_id,state";
        var answer = await _door.CallAsync("PATCH", path, body.ToJsonString(), ct);
        return answer.IsAnswered ? TrackerAnswer.Of(ticket) : TrackerAnswer.Failed(answer);
    }

    private static JsonObject Content(TicketNotice notice)
    {
        var level = Level(notice.Severity).ToString(CultureInfo.InvariantCulture);
        return new()
        {
            ["short_description"] = TicketText.Title(notice, LongestTitle),
            ["description"] = TicketText.Plain(notice, LongestText),
            ["impact"] = level,
            ["urgency"] = level,
        };
    }

    // 1 is high, 2 medium, 3 low.
    private static int Level(Severity severity) =>
        severity switch
        {
            Severity.Critical or Severity.High => 1,
            Severity.Medium => 2,
            _ => 3,
        };

    private static TrackerAnswer Ticket(JsonElement record)
    {
        var (status, isFinal) = StatusOf(record);
        return WebJson.Id(WebJson.Text(record, "sys_id")) is { } id
            ? TrackerAnswer.Of(new(id, status, isFinal))
            : TrackerAnswer.Unusable("ServiceNow did not say which record it found");
    }

    // 1 new, 2 in progress, 3 on hold, 6 resolved, 7 closed, 8 cancelled.
    private static (TicketStatus Status, bool IsFinal) StatusOf(JsonElement record) =>
        WebJson.Text(record, "state") switch
        {
            Resolved => (TicketStatus.Closed, false),
            "7" or "8" => (TicketStatus.Closed, true),
            _ => (TicketStatus.Open, false),
        };
}
