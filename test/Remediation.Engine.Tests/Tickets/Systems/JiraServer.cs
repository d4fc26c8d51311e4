using System.Text;
using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>Jira Cloud, with the workflow that new projects have.</summary>
internal sealed class JiraServer : TicketServer
{
    public const string User = "bot@example.com";

    public override ITicketSink Sink(Senders senders) =>
        new JiraTickets(new(Server.Endpoint, "SEC", User, Senders.Reference, "Task"), senders.Web, senders.Secrets);

    protected override bool IsWrite(LocalRequest request) =>
        request.Method != "GET" && request.Path != "/rest/api/3/search/jql";

    protected override LocalAnswer Answer(LocalRequest request)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Senders.TheSecret}"));
        Demand(request.Header("Authorization") == $"Basic {basic}", "authorization");
        Demand(request.Header("Accept") == "application/json", "accept");
        return (request.Method, request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("POST", ["rest", "api", "3", "search", "jql"]) => Search(Object(request)),
            ("POST", ["rest", "api", "3", "issue"]) => Create(Object(request)),
            ("GET", ["rest", "api", "3", "issue", var id]) => With(
                id,
                ticket => new(200, Issue(ticket).ToJsonString())
            ),
            ("PUT", ["rest", "api", "3", "issue", var id]) => With(id, ticket => Update(ticket, Object(request))),
            ("GET", ["rest", "api", "3", "issue", var id, "transitions"]) => With(id, _ => new(200, Transitions)),
            ("POST", ["rest", "api", "3", "issue", var id, "transitions"]) => With(
                id,
                ticket => Move(ticket, Object(request))
            ),
            _ => throw new InvalidOperationException("no such operation"),
        };
    }

    /// <summary>Whether the workflow has a way to a status of the category done.</summary>
    public bool CanClose { get; set; } = true;

    private string Transitions => AllTransitions.Replace("DONE", CanClose ? "done" : "new", StringComparison.Ordinal);

    private const string AllTransitions = """
        {"transitions":[
          {"id":"21","name":"In Progress","to":{"name":"In Progress","statusCategory":{"key":"indeterminate"}}},
          {"id":"11","name":"To Do","to":{"name":"To Do","statusCategory":{"key":"new"}}},
          {"id":"31","name":"Done","to":{"name":"Done","statusCategory":{"key":"DONE"}}}]}
        """;

    private LocalAnswer Search(JsonObject body)
    {
        var jql = (string)body["jql"]!;
        var parts = jql.Split('"');
        Demand(jql == $"project = \"SEC\" AND labels = \"{parts[3]}\" ORDER BY created DESC", "jql");
        var found = Tickets.Where(ticket => ticket.Key == parts[3]).Reverse();
        return new(200, new JsonObject { ["issues"] = new JsonArray([.. found.Select(Issue)]) }.ToJsonString());
    }

    private LocalAnswer Create(JsonObject body)
    {
        var fields = body["fields"]!.AsObject();
        Demand(
            (string)fields["project"]!["key"]! == "SEC" && (string)fields["issuetype"]!["name"]! == "Task",
            "fields"
        );
        var labels = fields["labels"]!.AsArray().Select(label => (string)label!).ToList();
        Demand(labels.All(label => !label.Contains(' ', StringComparison.Ordinal)), "labels");
        Check(fields);
        Tickets.Add(new($"SEC-{Tickets.Count + 1}", labels[1], (JsonObject)fields.DeepClone()));
        return new(201, $$"""{"id":"1000{{Tickets.Count}}","key":"SEC-{{Tickets.Count}}","self":"..."}""");
    }

    private static LocalAnswer Update(KeptTicket ticket, JsonObject body)
    {
        var fields = body["fields"]!.AsObject();
        Check(fields);
        Merge(ticket, fields);
        return new(204);
    }

    private static LocalAnswer Move(KeptTicket ticket, JsonObject body)
    {
        var id = (string)body["transition"]!["id"]!;
        Demand(id is "11" or "21" or "31", "transition");
        ticket.IsOpen = id != "31";
        return new(204);
    }

    // A document of a kind that Jira takes: https://unpkg.com/@atlaskit/adf-schema/dist/json-schema/v1/full.json.
    private static void Check(JsonObject fields)
    {
        var summary = (string)fields["summary"]!;
        Demand(summary.Length is > 0 and <= 255 && !summary.Contains('\n', StringComparison.Ordinal), "summary");
        var document = fields["description"]!;
        Demand((string)document["type"]! == "doc" && (int)document["version"]! == 1, "description");
        foreach (var block in document["content"]!.AsArray())
        {
            Demand((string)block!["type"]! is "heading" or "codeBlock", "block");
            Demand((string)block["content"]![0]!["type"]! == "text", "text");
            Demand(((string)block["content"]![0]!["text"]!).Length > 0, "empty text");
        }
    }

    private LocalAnswer With(string id, Func<KeptTicket, LocalAnswer> answer) =>
        Find(id) is { } ticket ? answer(ticket) : new(404, """{"errorMessages":["Issue does not exist"]}""");

    private static JsonObject Issue(KeptTicket ticket) =>
        new()
        {
            ["id"] = "10001",
            ["key"] = ticket.Id,
            ["fields"] = new JsonObject
            {
                ["status"] = new JsonObject
                {
                    ["statusCategory"] = new JsonObject { ["key"] = ticket.IsOpen ? "indeterminate" : "done" },
                },
            },
        };
}
