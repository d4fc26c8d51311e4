using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// Tickets as OpsItems. The key is OpsCenter's own deduplication string, so that it makes no second item while one is open, and stands
/// in the item's operational data, by which it is found again.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html,
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html.
/// </summary>
public sealed class OpsCenterTickets(IDocumentSource aws) : TrackerTickets
{
    public const string KeyData = "remediation.key";
    public const string TicketData = "remediation.ticket";

    private const string Ssm = "ssm";
    private const string Source = "Remediation";
    private const string AlreadyExists = "OpsItemAlreadyExistsException";
    private const int LongestTitle = 1024;
    private const int LongestText = 2048;

    // https://docs.aws.amazon.com/general/latest/gr/ssm.html: a value of operational data has at most 20 KB.
    private const int LongestData = 20 * 1024;

    /// <summary>The IAM actions that it needs.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    ["ssm:CreateOpsItem", "ssm:DescribeOpsItems", "ssm:GetOpsItem", "ssm:UpdateOpsItem"];

    public override string Name => "opsCenter";

    private protected override async Task<TrackerAnswer> ReadAsync(string reference, CancellationToken ct)
    {
        var request = new JsonObject { ["OpsItemId"] = reference }.ToJsonString();
        var answer = await aws.CallAsync(Ssm, "GetOpsItem", request, ct);
        return answer.IsAnswered ? Ticket(WebJson.At(answer.Document.Root, "OpsItem"))
            : answer.IsNotFound ? TrackerAnswer.None
            : TrackerAnswer.Failed(answer);
    }

    private protected override async Task<TrackerAnswer> FindAsync(string key, CancellationToken ct)
    {
        var value = new JsonObject { ["key"] = KeyData, ["value"] = key }.ToJsonString();
        var filter = new JsonObject
        {
            ["Key"] = "OperationalData",
            ["Values"] = new JsonArray(value),
            ["Operator"] = "Equal",
        };
        var request = new JsonObject { ["OpsItemFilters"] = new JsonArray(filter), ["MaxResults"] = 50 };
        var answer = await aws.CallAsync(Ssm, "DescribeOpsItems", request.ToJsonString(), ct);
        if (!answer.IsAnswered)
        {
            return TrackerAnswer.Failed(answer);
        }
        var items = WebJson
            .Items(WebJson.At(answer.Document.Root, "OpsItemSummaries"))
            .OrderBy(item => StatusOf(item))
            .ThenByDescending(item => Time(WebJson.At(item, "CreatedTime")))
            .ToList();
        return items.Count == 0 ? TrackerAnswer.None : Ticket(items[0]);
    }

    private protected override async Task<TrackerAnswer> CreateAsync(TicketNotice notice, CancellationToken ct)
    {
        var request = Content(notice);
        request["Source"] = Source;
        request["OpsItemType"] = "/aws/issue";
        request["OperationalData"] = Data(notice, isNew: true);
        var answer = await aws.CallAsync(Ssm, "CreateOpsItem", request.ToJsonString(), ct);
        if (answer.IsAnswered)
        {
            return ItemId(WebJson.Text(answer.Document.Root, "OpsItemId")) is { } id
                ? TrackerAnswer.Of(new(id, TicketStatus.Open))
                : TrackerAnswer.Unusable("OpsCenter did not say which OpsItem it made");
        }
        // An attempt of before was carried out and its answer lost; the listing did not know of it yet.
        return answer.Error.Code == AlreadyExists && Named(answer.Error.Message) is { } existing
            ? await BringAsync(new(existing, TicketStatus.Open), notice, ct)
            : TrackerAnswer.Failed(answer);
    }

    private protected override async Task<TrackerAnswer> BringAsync(
        TrackedTicket ticket,
        TicketNotice notice,
        CancellationToken ct
    )
    {
        var request = Content(notice);
        request["OpsItemId"] = ticket.Reference;
        request["OperationalData"] = Data(notice, isNew: false);
        if (ticket.Status != notice.Status)
        {
            request["Status"] = notice.Status == TicketStatus.Open ? "Open" : "Resolved";
        }
        var answer = await aws.CallAsync(Ssm, "UpdateOpsItem", request.ToJsonString(), ct);
        return answer.IsAnswered ? TrackerAnswer.Of(ticket) : TrackerAnswer.Failed(answer);
    }

    private static JsonObject Content(TicketNotice notice) =>
        new()
        {
            ["Title"] = TicketText.Title(notice, LongestTitle),
            ["Description"] = TicketText.Markdown(notice, LongestText),
            ["Severity"] = Severity(notice.Severity),
            ["Category"] = "Security",
        };

    private static JsonObject Data(TicketNotice notice, bool isNew)
    {
        var data = new JsonObject { [KeyData] = Value(notice.Key, isSearchable: true) };
        if (isNew)
        {
            // What AWS reads itself; the deduplication string cannot be changed afterwards.
            data["/aws/dedup"] = Value(new JsonObject { ["dedupString"] = notice.Key }.ToJsonString(), true);
            var resource = new JsonObject { ["arn"] = notice.Resource.Arn };
            data["/aws/resources"] = Value(new JsonArray(resource).ToJsonString(), true);
        }
        if (TicketNoticeJson.Text(notice) is var json && Encoding.UTF8.GetByteCount(json) <= LongestData)
        {
            data[TicketData] = Value(json, isSearchable: false);
        }
        return data;
    }

    private static JsonObject Value(string text, bool isSearchable) =>
        new() { ["Value"] = text, ["Type"] = isSearchable ? "SearchableString" : "String" };

    // 1 is critical, 4 low.
    private static string Severity(Severity severity) =>
        severity switch
        {
            Core.Checks.Severity.Critical => "1",
            Core.Checks.Severity.High => "2",
            Core.Checks.Severity.Medium => "3",
            _ => "4",
        };

    private static TrackerAnswer Ticket(JsonElement item) =>
        ItemId(WebJson.Text(item, "OpsItemId")) is { } id
            ? TrackerAnswer.Of(new(id, StatusOf(item)))
            : TrackerAnswer.Unusable("OpsCenter did not say which OpsItem it is");

    // Open, InProgress and others of Change Manager's; Resolved and Closed are over.
    private static TicketStatus StatusOf(JsonElement item) =>
        WebJson.Text(item, "Status") is "Resolved" or "Closed" ? TicketStatus.Closed : TicketStatus.Open;

    private static string? ItemId(string? text) =>
        text is { Length: 15 }
        && text.StartsWith("oi-", StringComparison.Ordinal)
        && text[3..].All(char.IsAsciiHexDigit)
            ? text
            : null;

    // The error names the item: "The OpsItem already exists: oi-..."
    private static string? Named(string message)
    {
        var at = message.IndexOf("oi-", StringComparison.Ordinal);
        return at >= 0 && message.Length >= at + 15 ? ItemId(message.Substring(at, 15)) : null;
    }

    private static double Time(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) ? seconds : 0;
}
