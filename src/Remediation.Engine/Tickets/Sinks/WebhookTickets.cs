using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>
/// Posts every change of a ticket, signed with HMAC-SHA256 over the time and the body, to whoever keeps tickets by their key. How the
/// signature is verified is told in docs/tickets.md.
/// </summary>
public sealed class WebhookTickets(WebhookDestination webhook, WebCaller web, SecretReader secrets, TimeProvider time)
    : ITicketSink
{
    public const string TimestampHeader = "Remediation-Timestamp";
    public const string SignatureHeader = "Remediation-Signature";

    /// <summary>The same for every attempt at the same content.</summary>
    public const string DeliveryHeader = "Remediation-Delivery";

    public string Name => webhook.Name;

    public async ValueTask<DeliveryOutcome> DeliverAsync(
        TicketNotice notice,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        var read = await secrets.ReadAsync(webhook.Secret, cancellationToken);
        if (!read.IsAnswered)
        {
            return DeliveryOutcome.Failed(read.Error);
        }
        var body = TicketNoticeJson.Text(notice);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new WebRequest("POST", webhook.Url, body)
        {
            Headers =
            [
                (TimestampHeader, timestamp),
                (SignatureHeader, Sign(read.Value.Reveal(), timestamp, body)),
                (DeliveryHeader, $"{notice.Key}-{Hash(body)[..16]}"),
            ],
        };
        var answer = await web.SendAsync(request, cancellationToken);
        if (answer.IsRefused)
        {
            secrets.Forget(webhook.Secret);
        }
        return answer.IsAnswered
            ? DeliveryOutcome.Delivered(notice.Key)
            : DeliveryOutcome.Failed(answer.Error!, answer.IsPassing, answer.RetryAfter);
    }

    /// <summary>The signature: <c>v1=</c> and the HMAC, in hex, of the timestamp, a full stop, and the body as it is sent.</summary>
    public static string Sign(string secret, string timestamp, string body) =>
        "v1="
        + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"))
        );

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
