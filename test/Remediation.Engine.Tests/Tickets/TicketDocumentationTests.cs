using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Tickets.Systems;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Notifiers;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>
/// Every example of docs/tickets.md is what the sinks send of the sample event; <c>UPDATE_DOCS=1</c> writes them anew.
/// </summary>
public sealed class TicketDocumentationTests
{
    private const string Mark = "<!-- example ";
    private const string End = "<!-- end -->";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    // What differs from machine to machine, and what nobody needs to read.
    private static readonly string[] Shown =
    [
        "Accept",
        "Authorization",
        "Content-Type",
        "X-GitHub-Api-Version",
        WebhookTickets.TimestampHeader,
        WebhookTickets.SignatureHeader,
        WebhookTickets.DeliveryHeader,
    ];

    [Fact]
    public async Task Examples_AreWhatTheSinksSend()
    {
        var path = Path.Combine(Repository.Root, "docs", "tickets.md");
        var written = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var examples = await ExamplesAsync();

        var fresh = Fresh(written, examples);

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, fresh, TestContext.Current.CancellationToken);
        }
        Assert.Equal(fresh, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.All(examples.Keys, name => Assert.Contains($"{Mark}{name} -->", fresh, StringComparison.Ordinal));
        Assert.Equal(examples.Count, fresh.Split(Mark).Length - 1);
    }

    [Fact]
    public void Page_NamesEveryDestinationAndWhatItNeeds()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tickets.md"));
        string[] named =
        [
            .. OpsCenterTickets.Actions,
            .. SecurityHubTickets.Actions,
            SnsNotifier.Action,
            EventBridgeNotifier.Action,
            WebhookTickets.TimestampHeader,
            WebhookTickets.SignatureHeader,
            WebhookTickets.DeliveryHeader,
        ];

        Assert.All(named, name => Assert.Contains(name, page, StringComparison.Ordinal));
    }

    private static string Fresh(string page, Dictionary<string, string> examples)
    {
        var fresh = new StringBuilder();
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            fresh.Append(lines[i]).Append(i + 1 < lines.Length ? "\n" : "");
            if (!lines[i].StartsWith(Mark, StringComparison.Ordinal))
            {
                continue;
            }
            var name = lines[i][Mark.Length..^4];
            fresh.Append(examples[name]).Append('\n').Append(End).Append('\n');
            // What stood there before, if anything did.
            if (i + 1 < lines.Length && lines[i + 1].StartsWith("````", StringComparison.Ordinal))
            {
                while (lines[++i] != End) { }
            }
        }
        return fresh.ToString();
    }

    private static async Task<Dictionary<string, string>> ExamplesAsync()
    {
        var (notice, outcome) = await SampleAsync();
        var closed = notice with
        {
            Status = TicketStatus.Closed,
            Reason = "the check passes, or the resource is gone",
            LastSeen = notice.LastSeen.AddMinutes(30),
        };
        var examples = new Dictionary<string, string>
        {
            ["ticket"] = Fenced("json", Pretty(TicketNoticeJson.Text(notice))),
        };
        await AddAsync<OpsCenterServer>(examples, "opsCenter", notice, closed);
        await AddAsync<SecurityHubServer>(examples, "securityHub", notice, null);
        await AddAsync<JiraServer>(examples, "jira", notice, closed);
        await AddAsync<ServiceNowServer>(examples, "serviceNow", notice, closed);
        await AddAsync<GitHubServer>(examples, "github", notice, closed);
        await AddAsync<WebhookServer>(examples, "webhook", notice, null);
        await AddNotifiersAsync(examples, outcome);
        return examples;
    }

    private static async Task AddAsync<T>(
        Dictionary<string, string> examples,
        string name,
        TicketNotice notice,
        TicketNotice? closed
    )
        where T : TicketServer, new()
    {
        await using var system = new T();
        using var senders = new Senders(new StoppedTime());
        var sink = system.Sink(senders);
        var outcome = await sink.DeliverAsync(notice, null, CancellationToken.None);
        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        examples[name] = Request(LastWrite(system), system.Server.Endpoint);
        if (closed is not null)
        {
            Assert.True((await sink.DeliverAsync(closed, outcome.Reference, CancellationToken.None)).IsDelivered);
            examples[$"{name} closed"] = Request(LastWrite(system), system.Server.Endpoint);
        }
        Assert.Empty(system.Misunderstood);
    }

    private static async Task AddNotifiersAsync(Dictionary<string, string> examples, OutcomeNotice outcome)
    {
        await using var server = new LocalServer(request =>
            new(200, request.Header("X-Amz-Target").Length > 0 ? """{"Entries":[{"EventId":"1"}]}""" : "<ok/>")
        );
        using var senders = new Senders(new StoppedTime());
        senders.Stored.Secret = new Uri(server.Endpoint, "services/T00000000/B00000000/XXXXXXXX").ToString();
        var aws = Senders.Aws(server.Endpoint);
        INotifier[] notifiers =
        [
            new SnsNotifier(new("arn:aws:sns:us-east-1:123456789012:network-changes"), aws),
            new SlackNotifier(new(Senders.Reference), senders.Web, senders.Secrets),
            new EventBridgeNotifier(new("default"), aws),
        ];
        foreach (var (name, notifier) in new[] { "sns", "slack", "eventBridge" }.Zip(notifiers))
        {
            var told = await notifier.NotifyAsync(outcome, CancellationToken.None);
            Assert.True(told.IsDelivered, $"{told.Error}");
            examples[name] = Request(server.Requests.Last(), server.Endpoint);
        }
    }

    private static LocalRequest LastWrite(TicketServer system) =>
        system.Server.Requests.Last(request =>
            request.Method != "GET" && !request.Header("X-Amz-Target").Contains("Describe", StringComparison.Ordinal)
        );

    private static string Request(LocalRequest request, Uri endpoint)
    {
        var text = new StringBuilder();
        var operation = request.Header("X-Amz-Target");
        if (operation.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{operation}\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Target}\n");
            foreach (var header in Shown.Where(name => request.Header(name).Length > 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"{header}: {Masked(header, request.Header(header))}\n");
            }
        }
        var body =
            request.Header("Content-Type").Contains("form", StringComparison.Ordinal)
                ? string.Join('\n', request.Text.Split('&').Select(Uri.UnescapeDataString).Select(PrettyField))
            // The webhook's is shown as it is: its signature is over these bytes.
            : request.Header(WebhookTickets.SignatureHeader).Length > 0 ? request.Text
            : Pretty(request.Text);
        text.Append(CultureInfo.InvariantCulture, $"\n{body}");
        return Fenced("http", text.ToString().Replace(endpoint.Authority, "HOST", StringComparison.Ordinal));
    }

    // Every secret has its place, and none is shown in it.
    private static string Masked(string header, string value) =>
        header != "Authorization" ? value
        : value.StartsWith("Basic ", StringComparison.Ordinal)
            ? $"Basic base64({Encoding.UTF8.GetString(Convert.FromBase64String(value[6..])).Split(':')[0]}:SECRET)"
        : value.StartsWith("Bearer ", StringComparison.Ordinal) ? "Bearer SECRET"
        : "AWS4-HMAC-SHA256 ...";

    private static string PrettyField(string field)
    {
        var parts = field.Split('=', 2);
        return parts[0] == "Message" ? $"Message={Pretty(parts[1])}" : field;
    }

    private static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(Readable);

    // A fence that nothing in it ends.
    private static string Fenced(string language, string text) => $"````{language}\n{text}\n````";

    private static async Task<(TicketNotice Ticket, OutcomeNotice Outcome)> SampleAsync()
    {
        var tickets = new RecordingTickets();
        await HandleAsync("ask", tickets, null);
        var told = new Told();
        await HandleAsync("revert", null, told);
        return (Assert.Single(tickets.Tickets), Assert.Single(told.Notices));
    }

    private static async Task HandleAsync(string response, ITicketSink? sink, INotifier? notifier)
    {
        var text = $$"""
            version: 1
            mode: enforce
            checks: { "*": { respond: observe }, sg-open-admin-port: { respond: {{response}} } }
            """;
        var policy = PolicyLoader
            .Load(text, "p.yaml", "p", [.. CheckCatalog.All.Select(check => check.Metadata)])
            .Policy!;
        var folder = Path.Combine(Repository.Samples, "accounts", "ssh-open");
        var change = Path.Combine(Repository.Samples, "events", "authorize-ssh-from-anywhere.json");
        var engine = new Reconciler(
            new()
            {
                Account = new SnapshotAccount(SnapshotReader.Load(folder).Snapshot),
                Ledger = new MemoryLedger(),
                Time = new StoppedTime(),
                Tickets = sink is null ? [] : [sink],
                Notifiers = notifier is null ? [] : [notifier],
            },
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        await engine.HandleAsync(
            [.. EventParser.Parse(await File.ReadAllBytesAsync(change))],
            TestContext.Current.CancellationToken
        );
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Sample.Now.AddMinutes(5);
    }

    private sealed class Told : INotifier
    {
        public string Name => "told";

        public List<OutcomeNotice> Notices { get; } = [];

        public ValueTask<DeliveryOutcome> NotifyAsync(OutcomeNotice notice, CancellationToken cancellationToken)
        {
            Notices.Add(notice);
            return ValueTask.FromResult(DeliveryOutcome.Delivered());
        }
    }
}
