using System.Text;
using System.Text.Json.Nodes;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>ServiceNow's table of incidents.</summary>
internal sealed class ServiceNowServer : TicketServer
{
    public const string User = "remediation";

    public override ITicketSink Sink(Senders senders) =>
        new ServiceNowTickets(
            new(Server.Endpoint, "incident", User, Senders.Reference, "Solution provided"),
            senders.Web,
            senders.Secrets
        );

    public override void Set(KeptTicket ticket, bool isOpen) => SetState(ticket, isOpen ? "2" : "6");

    public static void SetState(KeptTicket ticket, string state)
    {
        ticket.Content["state"] = state;
        ticket.IsOpen = state is not ("6" or "7" or "8");
    }

    protected override LocalAnswer Answer(LocalRequest request)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Senders.TheSecret}"));
        Demand(request.Header("Authorization") == $"Basic {basic}", "authorization");
        Demand(request.Query("sysparm_fields") == "sys_id,state", "fields");
        return (request.Method, request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("GET", ["api", "now", "table", "incident"]) => Search(request),
            ("POST", ["api", "now", "table", "incident"]) => Create(Object(request)),
            ("GET", ["api", "now", "table", "incident", var id]) => With(id, One),
            ("PATCH", ["api", "now", "table", "incident", var id]) => With(
                id,
                ticket => Update(ticket, Object(request))
            ),
            _ => throw new InvalidOperationException("no such operation"),
        };
    }

    private LocalAnswer Search(LocalRequest request)
    {
        var query = request.Query("sysparm_query").Split('^', '=');
        Demand(query is ["correlation_id", _, "ORDERBYDESCsys_created_on"], "query");
        var found = Tickets.Where(ticket => ticket.Key == query[1]).Reverse();
        return new(200, new JsonObject { ["result"] = new JsonArray([.. found.Select(Record)]) }.ToJsonString());
    }

    private LocalAnswer Create(JsonObject body)
    {
        Check(body);
        body["state"] = "1";
        var ticket = new KeptTicket($"{Tickets.Count + 1:x32}", (string)body["correlation_id"]!, body);
        Tickets.Add(ticket);
        return One(ticket) with { Status = 201 };
    }

    private static LocalAnswer Update(KeptTicket ticket, JsonObject body)
    {
        Demand((string)ticket.Content["state"]! is not ("7" or "8"), "a closed incident cannot be changed");
        Check(body);
        Merge(ticket, body);
        if (body["state"] is { } state)
        {
            Demand(
                (string)state! != "6" || (body["close_code"] is not null && body["close_notes"] is not null),
                "close"
            );
            SetState(ticket, (string)state!);
        }
        return One(ticket);
    }

    private static void Check(JsonObject body)
    {
        Demand(((string)body["short_description"]!).Length is > 0 and <= 160, "short_description");
        Demand(((string)body["description"]!).Length is > 0 and <= 4000, "description");
        Demand((string)body["impact"]! is "1" or "2" or "3", "impact");
        Demand(body["comments"] is null && body["work_notes"] is null, "a comment for every recurrence");
    }

    private LocalAnswer With(string id, Func<KeptTicket, LocalAnswer> answer) =>
        Find(id) is { } ticket ? answer(ticket) : new(404, """{"error":{"message":"No Record found"}}""");

    private static LocalAnswer One(KeptTicket ticket) =>
        new(200, new JsonObject { ["result"] = Record(ticket) }.ToJsonString());

    private static JsonObject Record(KeptTicket ticket) =>
        new() { ["sys_id"] = ticket.Id, ["state"] = (string)ticket.Content["state"]! };
}
