using System.Text.Json.Nodes;
using Remediation.Core.Planning;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Notifiers;

/// <summary>
/// Posts outcomes to a Slack channel by its incoming webhook. All text is plain: nothing in it is taken for a mention or a link.
/// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
/// </summary>
public sealed class SlackNotifier(SlackDestination slack, WebCaller web, SecretReader secrets) : INotifier
{
    private const int LongestHeader = 150;
    private const int LongestSection = 3_000;

    public string Name => slack.Name;

    public async ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken)
    {
        var read = await secrets.ReadAsync(slack.Webhook, cancellationToken);
        if (!read.IsAnswered)
        {
            return DeliveryOutcome.Failed(read.Error);
        }
        if (!Uri.TryCreate(read.Value.Reveal(), UriKind.Absolute, out var url))
        {
            secrets.Forget(slack.Webhook);
            return DeliveryOutcome.Failed(
                new CallError("SecretUnusable", $"{slack.Webhook}: it is not the URL of an incoming webhook"),
                isPassing: false
            );
        }
        var answer = await web.SendAsync(new("POST", url, Body(notice).ToJsonString()), cancellationToken);
        // A webhook that was replaced answers that there is none.
        if (answer.IsRefused || answer.IsGone)
        {
            secrets.Forget(slack.Webhook);
        }
        return answer.IsAnswered
            ? DeliveryOutcome.Delivered()
            : DeliveryOutcome.Failed(answer.Error!, answer.IsPassing, answer.RetryAfter);
    }

    private static JsonObject Body(OutcomeNotice notice)
    {
        var (title, body) = (OutcomeText.Title(notice), OutcomeText.Body(notice));
        return new()
        {
            ["text"] = Escape(title),
            ["blocks"] = new JsonArray(
                new JsonObject { ["type"] = "header", ["text"] = Plain(TicketText.Cut(title, LongestHeader)) },
                new JsonObject { ["type"] = "section", ["text"] = Plain(TicketText.Cut(body, LongestSection)) }
            ),
        };
    }

    private static JsonObject Plain(string text) =>
        new()
        {
            ["type"] = "plain_text",
            ["text"] = text,
            ["emoji"] = false,
        };

    // https://docs.slack.dev/messaging/formatting-message-text#escaping
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
