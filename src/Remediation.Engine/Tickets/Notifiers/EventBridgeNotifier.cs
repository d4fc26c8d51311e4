using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Notifiers;

/// <summary>
/// Puts outcomes on an event bus, for any program: source <c>remediation</c>, detail type <c>remediation.outcome</c>.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html.
/// </summary>
public sealed class EventBridgeNotifier(EventBridgeDestination bus, IDocumentSource aws) : INotifier
{
    public const string Source = "remediation";
    public const string DetailType = "remediation.outcome";

    /// <summary>The IAM action that it needs.</summary>
    public const string Action = "events:PutEvents";

    public string Name => bus.Name;

    public async ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken)
    {
        var entry = new JsonObject
        {
            ["EventBusName"] = bus.Bus,
            ["Source"] = Source,
            ["DetailType"] = DetailType,
            ["Time"] = notice.Time.ToUnixTimeSeconds(),
            ["Resources"] = new JsonArray(notice.Resource.Arn),
            ["Detail"] = OutcomeEventJson.Write(notice),
        };
        var request = new JsonObject { ["Entries"] = new JsonArray(entry) }.ToJsonString();
        var answer = await aws.CallAsync("events", "PutEvents", request, cancellationToken);
        if (!answer.IsAnswered)
        {
            return DeliveryOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var result = WebJson.Items(WebJson.At(answer.Document.Root, "Entries")).FirstOrDefault();
        return WebJson.Text(result, "ErrorCode") is { } code
            ? DeliveryOutcome.Failed(
                new(code, TicketText.Cut(WebJson.Text(result, "ErrorMessage") ?? "the bus did not take it", 500)),
                isPassing: code is "ThrottlingException" or "InternalFailure" or "InternalException"
            )
            : DeliveryOutcome.Delivered();
    }
}
