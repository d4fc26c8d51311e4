using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>A receiver of signed tickets that verifies them as docs/tickets.md says, and keeps one for each key.</summary>
internal sealed class WebhookServer : TicketServer
{
    private TimeProvider _time = TimeProvider.System;

    public override ITicketSink Sink(Senders senders)
    {
        _time = senders.Time;
        return new WebhookTickets(
            new(new Uri(Server.Endpoint, "tickets"), Senders.Reference),
            senders.Web,
            senders.Secrets,
            senders.Time
        );
    }

    protected override LocalAnswer Answer(LocalRequest request)
    {
        Demand(request is { Method: "POST", Path: "/tickets" }, "post");
        Demand(request.Header("Content-Type") == "application/json", "type");
        Demand(Verifies(request), "signature");
        var body = Object(request);
        Demand((string)body["schema"]! == "remediation.ticket/1", "schema");
        var key = (string)body["key"]!;
        Demand(request.Header("Remediation-Delivery").StartsWith(key, StringComparison.Ordinal), "delivery");
        if (Tickets.Find(ticket => ticket.Key == key) is { } kept)
        {
            kept.Content = body;
        }
        else if ((string)body["status"]! == "open")
        {
            Tickets.Add(new(key, key, body));
        }
        foreach (var ticket in Tickets.Where(ticket => ticket.Key == key))
        {
            ticket.IsOpen = (string)body["status"]! == "open";
        }
        return new(202);
    }

    private bool Verifies(LocalRequest request)
    {
        var timestamp = request.Header("Remediation-Timestamp");
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), (byte)'.', .. request.Body];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Senders.TheSecret), signed);
        return (_time.GetUtcNow() - sent).Duration() < TimeSpan.FromMinutes(5)
            && request.Header("Remediation-Signature") == "v1=" + Convert.ToHexStringLower(mac);
    }
}
