using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;
using Remediation.Lambda.Hosting;
using Remediation.Lambda.Telemetry;
using Remediation.Testing;

namespace Remediation.Lambda.Tests.Telemetry;

/// <summary>What the function writes to its log of an invocation: lines for people, and metrics.</summary>
public sealed class FunctionTelemetryTests : IDisposable
{
    private const string Canary = "sg-0ca0a0a0a0a0a0a0a";

    private readonly StringWriter _log = new();
    private readonly VirtualTime _time = new();
    private readonly MemoryRecords _records = new();
    private readonly ScriptedAccount _account = new(Sample.Group("in tcp/22 from 0.0.0.0/0"));
    private ImmutableArray<ITicketSink> _sinks = [];

    [Fact]
    public async Task Handle_Reverted_WritesCountsStagesAndFindingsWithinTheSpecification()
    {
        await HandleAsync(Batch(Opened()));

        Assert.All(MetricLines(), line => Assert.Empty(EmfSpecification.Problems(line)));
        var metrics = Metrics();
        Assert.Equal(1, metrics["EventsHandled"]);
        Assert.Equal(1, metrics["Reverted"]);
        Assert.Equal(0, metrics["Failed"]);
        Assert.Equal(0, metrics["Rejected"]);
        Assert.Equal(0, metrics["ChangesHeld"]);
        Assert.Equal(1, metrics["Findings sg-open-admin-port"]);
        // The sample's change was made when the clock of the test starts; all that follows takes some microseconds.
        Assert.All(MetricNames.Latencies, name => Assert.InRange(metrics[name], 0, 10_000));
        Assert.DoesNotContain("Observed", metrics.Keys);
    }

    [Fact]
    public async Task Handle_RejectedAndFailed_AreCountedAndNotHandled()
    {
        _account.InterceptRead = _ => ReadOutcome.Failed(new("RequestLimitExceeded", "slow down"), isRetryable: true);

        await HandleAsync(Batch(Opened(), "{\"detail-type\": broken"));

        var metrics = Metrics();
        Assert.Equal(0, metrics["EventsHandled"]);
        Assert.Equal(1, metrics["Failed"]);
        Assert.Equal(1, metrics["Rejected"]);
        Assert.Contains(Lines(), line => line.Contains("\"level\":\"ERROR\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handle_HeldByAGuardrail_IsCounted()
    {
        await HandleAsync(
            Batch(Opened()),
            Guardrails.Default with
            {
                ChangeWindows = [new([DayOfWeek.Monday], TimeSpan.Zero, TimeSpan.FromHours(1))],
            }
        );

        Assert.Equal(1, Metrics()["ChangesHeld"]);
    }

    [Fact]
    public async Task Handle_HeartbeatInTime_BeatsAndCountsAsNothingElse()
    {
        await HandleAsync(Batch(Opened().Replace(Sample.GroupId, Canary, StringComparison.Ordinal)));

        var metrics = Metrics();
        Assert.Equal(1, metrics["Heartbeat"]);
        Assert.Equal(0, metrics["EventsHandled"]);
        Assert.DoesNotContain("EventToReceived", metrics.Keys);
    }

    [Fact]
    public async Task Handle_HeartbeatTooLateOrFailed_IsZero()
    {
        _time.Advance(FunctionMetrics.HeartbeatLimit + TimeSpan.FromMinutes(1));
        var beat = Opened().Replace(Sample.GroupId, Canary, StringComparison.Ordinal);
        await HandleAsync(Batch(beat));
        Assert.Equal(0, Metrics()["Heartbeat"]);
    }

    [Fact]
    public async Task Handle_ScheduledWakeUp_TellsForHowLongTicketsWait()
    {
        _sinks = [new DownSink()];
        await HandleAsync(Batch(Opened()), checks: Response.Ticket);
        _time.Advance(TimeSpan.FromHours(1));
        // The same again: it still waits since the first time.
        await HandleAsync(Batch(Opened()), checks: Response.Ticket);
        _time.Advance(TimeSpan.FromHours(1));
        _log.GetStringBuilder().Clear();

        await HandleAsync(Batch("""{"source":"aws.events","detail-type":"Scheduled Event","detail":{}}"""));

        var metrics = Metrics();
        Assert.Equal(1, metrics["TicketsPending"]);
        Assert.InRange(metrics["TicketsPendingAge"], 7200, 7300);
        Assert.Equal(0, metrics["EventsHandled"]);
    }

    [Fact]
    public async Task Handle_ScheduledWakeUpAndNothingWaits_IsZero()
    {
        await HandleAsync(Batch("""{"source":"aws.events","detail-type":"Scheduled Event","detail":{}}"""));

        Assert.Equal(0, Metrics()["TicketsPending"]);
        Assert.Equal(0, Metrics()["TicketsPendingAge"]);
    }

    [Fact]
    public async Task Handle_AnyEvent_WritesLinesThatNameRequestAndEventAndNoSecret()
    {
        await HandleAsync(Batch(Opened()));

        var lines = Lines();
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, Parse(line).ValueKind));
        var outcome = Parse(lines.Single(line => line.Contains("\"log\":\"outcome\"", StringComparison.Ordinal)));
        Assert.Equal("r-1", outcome.GetProperty("requestId").GetString());
        Assert.Equal("10000000-0000-4000-8000-000000000001", outcome.GetProperty("eventId").GetString());
        Assert.Equal("WARN", outcome.GetProperty("level").GetString());
        Assert.Equal("m-0", outcome.GetProperty("message").GetString());
        // What a record of CloudTrail says of keys and sessions.
        Assert.All(["ASIAEXAMPLE000000001", "tlsDetails", "responseElements"], Unlogged);

        void Unlogged(string text) => Assert.DoesNotContain(text, _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_AreAllTold()
    {
        Assert.Equal(
            Enum.GetNames<Decision>()
                .Except(["Failed", "Rejected"], StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
            MetricNames.Decisions.Order(StringComparer.Ordinal)
        );
        Assert.Equal(MetricNames.OfFunction.Length, MetricNames.OfFunction.Distinct(StringComparer.Ordinal).Count());
    }

    public void Dispose() => _log.Dispose();

    private static string Opened() =>
        File.ReadAllText(Path.Combine(Repository.Samples, "events", "authorize-ssh-from-anywhere.json"));

    private static string Batch(params string[] bodies) =>
        $$"""{"Records":[{{string.Join(',', bodies.Select((body, i) => $$"""{"messageId":"m-{{i}}","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}"""))}}]}""";

    private async Task HandleAsync(string payload, Guardrails? guardrails = null, Response checks = Response.Revert)
    {
        var policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = checks })]) with
        {
            Guardrails = guardrails ?? Guardrails.Default,
        };
        Check[] catalogue = [new SgOpenAdminPort()];
        var handler = new ChangeHandler(
            new EnginePorts
            {
                Account = _account,
                Ledger = new RecordingLedger(),
                Time = _time,
                Records = _records,
                Tickets = _sinks,
            },
            new PolicyEvaluator(policy, [.. catalogue]),
            [.. catalogue],
            _log
        )
        {
            Metrics = new("remediation", Canary, _log),
        };
        await handler.HandleAsync(
            new() { RequestId = "r-1", Payload = Encoding.UTF8.GetBytes(payload) },
            CancellationToken.None
        );
    }

    private List<string> Lines() => [.. _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private List<string> MetricLines() =>
        [.. Lines().Where(line => line.Contains("\"_aws\"", StringComparison.Ordinal))];

    // Of several values the first; findings by their check.
    private Dictionary<string, double> Metrics()
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in MetricLines().Select(Parse))
        {
            Assert.Equal("remediation", line.GetProperty("FunctionName").GetString());
            var check = line.TryGetProperty("Check", out var id) ? $" {id.GetString()}" : "";
            var directive = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
            foreach (var name in directive.GetProperty("Metrics").EnumerateArray().Select(NameOf))
            {
                var value = line.GetProperty(name);
                found.Add(name + check, (value.ValueKind == JsonValueKind.Array ? value[0] : value).GetDouble());
            }
        }
        return found;
    }

    private static string NameOf(JsonElement metric) => metric.GetProperty("Name").GetString()!;

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private sealed class DownSink : ITicketSink
    {
        public string Name => "down";

        public ValueTask<DeliveryOutcome> DeliverAsync(
            TicketNotice notice,
            string? reference,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(DeliveryOutcome.Failed(new("Unavailable", "down")));
    }
}
