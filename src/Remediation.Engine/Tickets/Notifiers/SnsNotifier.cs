using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Reports;

namespace Remediation.Engine.Tickets.Notifiers;

/// <summary>
/// Publishes outcomes to an SNS topic: as text to people's mail, as JSON to everything else, with attributes to filter subscriptions
/// by. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html.
/// </summary>
public sealed class SnsNotifier(SnsDestination sns, IDocumentSource aws) : INotifier
{
    private const int LongestSubject = 100;

    /// <summary>The IAM action that it needs.</summary>
    public const string Action = "sns:Publish";

    public string Name => sns.Name;

    public async ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken)
    {
        var answer = await aws.CallAsync("sns", "Publish", Request(notice).ToJsonString(), cancellationToken);
        return answer.IsAnswered
            ? DeliveryOutcome.Delivered()
            : DeliveryOutcome.Failed(answer.Error, answer.IsRetryable);
    }

    private JsonObject Request(OutcomeNotice notice)
    {
        var message = new JsonObject
        {
            // Escaped within the message it can be longer than it is.
            ["default"] = OutcomeEventJson.Write(notice, OutcomeEventJson.MostBytes / 3),
            ["email"] = OutcomeText.Body(notice),
        };
        var request = new JsonObject
        {
            ["TopicArn"] = sns.TopicArn,
            ["Subject"] = Subject(notice),
            ["MessageStructure"] = "json",
            ["Message"] = message.ToJsonString(),
            ["MessageAttributes"] = new JsonObject
            {
                ["account"] = Attribute(notice.Resource.Account),
                ["decision"] = Attribute(ReportWriter.Word(notice.Decision)),
                ["region"] = Attribute(notice.Resource.Region),
                ["severity"] = Attribute(notice.Severity is { } severity ? ReportWriter.Word(severity) : "none"),
            },
        };
        if (sns.TopicArn.EndsWith(".fifo", StringComparison.Ordinal))
        {
            request["MessageGroupId"] = TicketKeys.Of(notice.Resource, "");
            request["MessageDeduplicationId"] = notice.Id;
        }
        return request;
    }

    // Printable ASCII alone, and as short as mail wants it.
    private static string Subject(OutcomeNotice notice) =>
        TicketText.Cut(
            "Remediation " + string.Concat(OutcomeText.Title(notice).Select(c => c is >= ' ' and <= '~' ? c : '?')),
            LongestSubject
        );

    private static JsonObject Attribute(string value) =>
        new() { ["DataType"] = "String", ["StringValue"] = value.Length > 0 ? value : "unknown" };
}
