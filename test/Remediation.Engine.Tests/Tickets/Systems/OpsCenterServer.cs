using System.Text.Json.Nodes;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>
/// OpsCenter as AWS documents it: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html and the pages
/// of the other operations.
/// </summary>
internal sealed class OpsCenterServer : TicketServer
{
    private const string Prefix = "AmazonSSM.";

    /// <summary>Whether the listing does not know yet of what was made last.</summary>
    public bool IsListingLate { get; set; }

    public override ITicketSink Sink(Senders senders) => new OpsCenterTickets(Senders.Aws(Server.Endpoint));

    protected override bool IsWrite(LocalRequest request) =>
        request.Header("X-Amz-Target") is Prefix + "CreateOpsItem" or Prefix + "UpdateOpsItem";

    protected override LocalAnswer Answer(LocalRequest request)
    {
        Demand(request is { Method: "POST", Path: "/" }, "post");
        Demand(request.Header("Content-Type") == "application/x-amz-json-1.1", "type");
        Demand(request.Header("Authorization").Contains("/ssm/aws4_request", StringComparison.Ordinal), "signature");
        var body = Object(request);
        return request.Header("X-Amz-Target") switch
        {
            Prefix + "CreateOpsItem" => Create(body),
            Prefix + "UpdateOpsItem" => Update(body),
            Prefix + "GetOpsItem" => Find((string)body["OpsItemId"]!) is { } ticket
                ? new(200, new JsonObject { ["OpsItem"] = Item(ticket) }.ToJsonString())
                : NotFound,
            Prefix + "DescribeOpsItems" => Describe(body),
            _ => throw new InvalidOperationException("no such operation"),
        };
    }

    private static LocalAnswer NotFound =>
        new(400, """{"__type":"OpsItemNotFoundException","Message":"OpsItem does not exist"}""");

    private LocalAnswer Create(JsonObject body)
    {
        Check(body);
        Demand(((string)body["Source"]!).Length is > 0 and <= 128, "source");
        var data = body["OperationalData"]!.AsObject();
        var key = (string)JsonNode.Parse((string)data["/aws/dedup"]!["Value"]!)!["dedupString"]!;
        Demand(JsonNode.Parse((string)data["/aws/resources"]!["Value"]!)?[0]?["arn"] is not null, "resources");
        if (Tickets.Find(ticket => ticket.Key == key && ticket.IsOpen) is { } open)
        {
            return new(
                400,
                $$"""{"__type":"OpsItemAlreadyExistsException","Message":"The OpsItem already exists: {{open.Id}}","OpsItemId":"{{open.Id}}"}"""
            );
        }
        Tickets.Add(new($"oi-{Tickets.Count + 1:x12}", key, body));
        return new(200, $$"""{"OpsItemId":"{{Tickets[^1].Id}}"}""");
    }

    private LocalAnswer Update(JsonObject body)
    {
        Check(body);
        if (Find((string)body["OpsItemId"]!) is not { } ticket)
        {
            return NotFound;
        }
        Demand(body["OperationalData"]!["/aws/dedup"] is null, "the deduplication string cannot be changed");
        Merge(ticket, body);
        if (body["Status"] is { } status)
        {
            ticket.IsOpen = (string)status! == "Open";
        }
        return new(200, "{}");
    }

    private LocalAnswer Describe(JsonObject body)
    {
        var filter = body["OpsItemFilters"]![0]!;
        Demand((string)filter["Key"]! == "OperationalData" && (string)filter["Operator"]! == "Equal", "filter");
        var value = JsonNode.Parse((string)filter["Values"]![0]!)!;
        var found = Tickets
            .Where(ticket =>
                (string?)ticket.Content["OperationalData"]?[(string)value["key"]!]?["Value"] == (string)value["value"]!
            )
            .Where(_ => !IsListingLate);
        return new(
            200,
            new JsonObject { ["OpsItemSummaries"] = new JsonArray([.. found.Select(Item)]) }.ToJsonString()
        );
    }

    private static void Check(JsonObject body)
    {
        Demand(((string)body["Title"]!).Length is > 0 and <= 1024, "title");
        Demand(((string)body["Description"]!).Length is > 0 and <= 2048, "description");
        Demand((string)body["Severity"]! is "1" or "2" or "3" or "4", "severity");
        foreach (var (name, value) in body["OperationalData"]!.AsObject())
        {
            Demand(name.Length <= 128 && ((string)value!["Value"]!).Length <= 20 * 1024, "operational data");
            Demand((string)value!["Type"]! is "SearchableString" or "String", "type of operational data");
        }
    }

    private static JsonObject Item(KeptTicket ticket) =>
        new()
        {
            ["OpsItemId"] = ticket.Id,
            ["Status"] = ticket.IsOpen ? "InProgress" : "Resolved",
            ["CreatedTime"] = 1.7e9,
        };
}
