using Remediation.Engine.Tests.Tickets.Systems;
using Remediation.Engine.Tickets;
using Remediation.Testing;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>What every sink that is spoken to over HTTP does with the answers that are none.</summary>
public sealed class WebSinkTests : IAsyncDisposable
{
    private readonly VirtualTime _time = new(Sample.Now);
    private readonly List<IDisposable> _open = [];
    private readonly List<TicketServer> _servers = [];

    public static TheoryData<string> All => [.. Makers.Keys];

    private static Dictionary<string, Func<TicketServer>> Makers { get; } =
        new()
        {
            ["jira"] = () => new JiraServer(),
            ["serviceNow"] = () => new ServiceNowServer(),
            ["github"] = () => new GitHubServer(),
            ["webhook"] = () => new WebhookServer(),
        };

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(item => item.Dispose());
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deliver_TooMany_SaysHowLongToWait(string kind)
    {
        var outcome = await DeliverAsync(kind, Trouble.TooMany);

        Assert.Equal("Http429", outcome.Error!.Code);
        Assert.Equal(TimeSpan.FromMinutes(10), outcome.RetryAfter);
        Assert.True(outcome.IsPassing);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deliver_Redirect_IsForAPersonToMend(string kind)
    {
        var outcome = await DeliverAsync(kind, Trouble.Redirect);

        Assert.Equal("Http302", outcome.Error!.Code);
        Assert.Contains("not followed", outcome.Error.Message, StringComparison.Ordinal);
        Assert.False(outcome.IsPassing);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deliver_Silence_EndsInTime(string kind)
    {
        var started = TimeProvider.System.GetTimestamp();

        var outcome = await DeliverAsync(kind, Trouble.Silence, TimeSpan.FromMilliseconds(400));

        Assert.Equal("RequestTimeout", outcome.Error!.Code);
        Assert.True(outcome.IsPassing);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deliver_Unauthorized_FetchesTheSecretAnewForTheNextAttempt(string kind)
    {
        var (server, senders) = Make(kind);
        var sink = server.Sink(senders);
        senders.Stored.Secret = "the-one-before";
        server.Server.Troubles.Enqueue(Trouble.Unauthorized);

        var refused = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);
        senders.Stored.Secret = Senders.TheSecret;
        var taken = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);

        Assert.Equal(("Http401", true), (refused.Error!.Code, refused.IsPassing));
        Assert.True(taken.IsDelivered, $"{taken.Error}");
        Assert.Equal(2, senders.Stored.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deliver_NobodyListens_Passes(string kind)
    {
        var (server, senders) = Make(kind);
        var sink = server.Sink(senders);
        await server.DisposeAsync();
        _servers.Remove(server);

        var outcome = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);

        Assert.Equal("EndpointUnreachable", outcome.Error!.Code);
        Assert.True(outcome.IsPassing);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deliver_SecretUnreadable_SendsNothing(string kind)
    {
        var (server, senders) = Make(kind);
        senders.Stored.Refusal = DocumentAnswer.Failed(new("AccessDeniedException", "not authorized"), false);

        var outcome = await server
            .Sink(senders)
            .DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);

        Assert.Equal("SecretUnread", outcome.Error!.Code);
        Assert.Empty(server.Server.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html></html>")]
    [InlineData("""{"key":"../../admin","number":"1/../2","result":{"sys_id":"a/b"},"issues":[{}]}""")]
    [InlineData("""{"key":{},"number":[],"result":[],"issues":7}""")]
    public async Task Deliver_AnswerOfNoUse_IsNoDeliveryAndNeverAPath(string body)
    {
        await using var server = new LocalServer(_ => new(200, body));
        var senders = Keep(new Senders(_time, TimeSpan.FromSeconds(30)));
        ITicketSink[] sinks =
        [
            new Remediation.Engine.Tickets.Sinks.JiraTickets(
                new(server.Endpoint, "SEC", "u", Senders.Reference, "Task"),
                senders.Web,
                senders.Secrets
            ),
            new Remediation.Engine.Tickets.Sinks.ServiceNowTickets(
                new(server.Endpoint, "incident", "u", Senders.Reference, "x"),
                senders.Web,
                senders.Secrets
            ),
            new Remediation.Engine.Tickets.Sinks.GitHubTickets(
                new(server.Endpoint, "o/r", Senders.Reference),
                senders.Web,
                senders.Secrets
            ),
        ];

        foreach (var sink in sinks)
        {
            var outcome = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);
            Assert.Equal("AnswerUnusable", outcome.Error?.Code);
        }
        Assert.DoesNotContain(server.Requests, request => request.Target.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_RateLimitOfGitHub_IsNoRefusal()
    {
        var reset = Sample.Now.AddMinutes(20).ToUnixTimeSeconds();
        await using var server = new LocalServer(_ =>
            LocalAnswer.Of(403, "{}", ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", $"{reset}"))
        );
        var senders = Keep(new Senders(_time, TimeSpan.FromSeconds(30)));
        var sink = new Remediation.Engine.Tickets.Sinks.GitHubTickets(
            new(server.Endpoint, "o/r", Senders.Reference),
            senders.Web,
            senders.Secrets
        );

        var outcome = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);

        Assert.True(outcome.IsPassing);
        Assert.InRange(outcome.RetryAfter!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task Deliver_WithoutTls_SendsNothing()
    {
        var senders = Keep(new Senders(_time, TimeSpan.FromSeconds(5)));
        var sink = new Remediation.Engine.Tickets.Sinks.GitHubTickets(
            new(new("http://192.0.2.1/"), "o/r", Senders.Reference),
            senders.Web,
            senders.Secrets
        );

        var outcome = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);

        Assert.Equal(("UnsafeUrl", false), (outcome.Error!.Code, outcome.IsPassing));
    }

    [Fact]
    public async Task Deliver_AnswerWithoutEnd_IsGivenUp()
    {
        await using var server = new LocalServer(_ => new(200, new string('x', 2_000_000)));
        var senders = Keep(new Senders(_time, TimeSpan.FromSeconds(30)));
        var sink = new Remediation.Engine.Tickets.Sinks.GitHubTickets(
            new(server.Endpoint, "o/r", Senders.Reference),
            senders.Web,
            senders.Secrets
        );

        var outcome = await sink.DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);

        Assert.Equal("AnswerTooLong", outcome.Error!.Code);
    }

    private async Task<DeliveryOutcome> DeliverAsync(string kind, Trouble trouble, TimeSpan? limit = null)
    {
        var (server, senders) = Make(kind, limit);
        server.Server.Trouble = trouble;
        return await server.Sink(senders).DeliverAsync(SampleNotice.Open, null, TestContext.Current.CancellationToken);
    }

    private (TicketServer Server, Senders Senders) Make(string kind, TimeSpan? limit = null)
    {
        var server = Makers[kind]();
        _servers.Add(server);
        return (server, Keep(new Senders(_time, limit)));
    }

    private Senders Keep(Senders senders)
    {
        _open.Add(senders);
        return senders;
    }
}
