using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>GitHub's issues of one repository.</summary>
internal sealed class GitHubServer : TicketServer
{
    public override ITicketSink Sink(Senders senders) =>
        new GitHubTickets(new(Server.Endpoint, "example/network", Senders.Reference), senders.Web, senders.Secrets);

    protected override LocalAnswer Answer(LocalRequest request)
    {
        Demand(request.Header("Authorization") == $"Bearer {Senders.TheSecret}", "authorization");
        Demand(request.Header("User-Agent").Length > 0, "user agent");
        Demand(request.Header("X-GitHub-Api-Version") == "2022-11-28", "version");
        Demand(request.Header("Accept").Contains("application/vnd.github+json", StringComparison.Ordinal), "accept");
        return (request.Method, request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("GET", ["repos", "example", "network", "issues"]) => List(request),
            ("POST", ["repos", "example", "network", "issues"]) => Create(Object(request)),
            ("GET", ["repos", "example", "network", "issues", var id]) => With(id, One),
            ("PATCH", ["repos", "example", "network", "issues", var id]) => With(
                id,
                ticket => Update(ticket, Object(request))
            ),
            _ => throw new InvalidOperationException("no such operation"),
        };
    }

    private LocalAnswer List(LocalRequest request)
    {
        Demand(request.Query("state") == "all", "state");
        var found = Tickets.Where(ticket => ticket.Key == request.Query("labels")).Reverse();
        return new(200, new JsonArray([.. found.Select(Issue)]).ToJsonString());
    }

    private LocalAnswer Create(JsonObject body)
    {
        var labels = body["labels"]!.AsArray().Select(label => (string)label!).ToList();
        Demand(labels.All(label => label.Length <= 50), "labels");
        Check(body);
        var id = (Tickets.Count + 1).ToString(CultureInfo.InvariantCulture);
        Tickets.Add(new(id, labels[1], body));
        return One(Tickets[^1]) with { Status = 201 };
    }

    private static LocalAnswer Update(KeptTicket ticket, JsonObject body)
    {
        Check(body);
        Merge(ticket, body);
        if (body["state"] is { } state)
        {
            Demand((string)body["state_reason"]! == ((string)state! == "open" ? "reopened" : "completed"), "reason");
            ticket.IsOpen = (string)state! == "open";
        }
        return One(ticket);
    }

    private static void Check(JsonObject body)
    {
        Demand(((string)body["title"]!).Length is > 0 and <= 256, "title");
        Demand(((string)body["body"]!).Length is > 0 and <= 65536, "body");
    }

    private LocalAnswer With(string id, Func<KeptTicket, LocalAnswer> answer) =>
        Find(id) is { } ticket ? answer(ticket) : new(404, """{"message":"Not Found"}""");

    private static LocalAnswer One(KeptTicket ticket) => new(200, Issue(ticket).ToJsonString());

    private static JsonObject Issue(KeptTicket ticket) =>
        new()
        {
            ["number"] = int.Parse(ticket.Id, CultureInfo.InvariantCulture),
            ["state"] = ticket.IsOpen ? "open" : "closed",
        };
}
