using System.Collections.Concurrent;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>When what is kept is sent, by whom, and how soon again.</summary>
public sealed class DispatcherTests
{
    private readonly VirtualTime _time = new(Sample.Now);
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Handle_SinkIsSlow_EveryResourceIsSeenToFirst()
    {
        ResourceState[] groups =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i =>
                    Sample.NamedGroup($"sg-{i:x17}", "app", "in tcp/22 from 0.0.0.0/0", "in tcp/3306 from 0.0.0.0/0")
                ),
        ];
        var account = new ScriptedAccount(groups);
        var executedBefore = new List<int>();
        var sink = new Sink(_ =>
        {
            executedBefore.Add(account.Executed.Count);
            return DeliveryOutcome.Delivered("T");
        });

        await HandleAsync(account, sink, [.. groups.Select(group => group.Id)]);

        Assert.Equal([3, 3, 3], executedBefore);
    }

    [Fact]
    public async Task Handle_SinkIsDown_IsAskedOnceARun()
    {
        ResourceState[] groups =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => Sample.NamedGroup($"sg-{i:x17}", "app", "in tcp/3306 from 0.0.0.0/0")),
        ];
        var sink = new Sink(_ => DeliveryOutcome.Failed(new("RequestTimeout", "nobody")));

        await HandleAsync(new(groups), sink, [.. groups.Select(group => group.Id)]);
        Assert.Single(sink.Notices);

        sink.Answer = _ => DeliveryOutcome.Delivered("T");
        _time.Advance(TimeSpan.FromMinutes(5));
        await HandleAsync(new(groups), sink, []);
        Assert.Equal(5, sink.Notices.Skip(1).Select(notice => notice.Key).Distinct().Count());
        Assert.Empty((await _records.ListAsync(TicketKeys.Outbox, CancellationToken.None)).Value!);
    }

    [Theory]
    [InlineData(true, null, 29, 31)]
    [InlineData(true, 600, 599, 601)]
    [InlineData(true, 864_000, 21_599, 21_601)]
    [InlineData(true, -5, 29, 31)]
    [InlineData(false, null, 3_599, 3_601)]
    public async Task Handle_Failed_IsTriedAgainWhenItMayHelp(bool isPassing, int? wish, int notBefore, int surely)
    {
        var group = Sample.Group("in tcp/3306 from 0.0.0.0/0");
        TimeSpan? retryAfter = wish is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var sink = new Sink(_ => DeliveryOutcome.Failed(new("x", "y"), isPassing, retryAfter));

        await HandleAsync(new(group), sink, [group.Id]);
        _time.Advance(TimeSpan.FromSeconds(notBefore - 1));
        await HandleAsync(new(group), sink, []);
        Assert.Single(sink.Notices);

        _time.Advance(TimeSpan.FromSeconds(surely - notBefore + 1));
        await HandleAsync(new(group), sink, []);
        Assert.Equal(2, sink.Notices.Count);
    }

    // While one engine waits for the sink's answer another one empties the outbox.
    [Fact]
    public async Task Drain_WhileAnotherEngineDelivers_LeavesItToThat()
    {
        var group = Sample.Group("in tcp/3306 from 0.0.0.0/0");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new WaitingSink(asked, answer.Task);
        var other = new Sink(_ => DeliveryOutcome.Delivered("second"));

        var first = HandleAsync(new(group), slow, [group.Id]);
        await asked.Task;
        await HandleAsync(new(group), other, []);
        answer.SetResult(DeliveryOutcome.Delivered("first"));
        await first;

        Assert.Empty(other.Notices);
        Assert.Empty((await _records.ListAsync(TicketKeys.Outbox, CancellationToken.None)).Value!);
    }

    [Fact]
    public async Task Handle_SinkTakesTooLong_OutcomesAreGivenAndTheTicketWaits()
    {
        var group = Sample.Group("in tcp/3306 from 0.0.0.0/0");
        var never = new WaitingSink(
            new(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource<DeliveryOutcome>().Task
        );
        var sink = new Sink(_ => DeliveryOutcome.Delivered("T"));

        await HandleAsync(new(group), [never], [group.Id], within: TimeSpan.FromMilliseconds(200));
        _time.Advance(TimeSpan.FromMinutes(5));
        await HandleAsync(new(group), sink, []);

        Assert.Single(sink.Notices);
    }

    [Fact]
    public async Task Handle_OneSinkOfTwoFails_TheOtherIsNotToldAgain()
    {
        var group = Sample.Group("in tcp/3306 from 0.0.0.0/0");
        var good = new Sink(_ => DeliveryOutcome.Delivered("T"), "good");
        var bad = new Sink(_ => DeliveryOutcome.Failed(new("x", "y")), "bad");

        await HandleAsync(new(group), [good, bad], [group.Id]);
        bad.Answer = _ => DeliveryOutcome.Delivered("U");
        _time.Advance(TimeSpan.FromMinutes(5));
        await HandleAsync(new(group), [good, bad], []);

        Assert.Single(good.Notices);
        Assert.Equal(2, bad.Notices.Count);
    }

    [Fact]
    public async Task Handle_RespondNotify_TellsAndOpensNoTicket()
    {
        var group = Sample.Group("in tcp/3306 from 0.0.0.0/0");
        var sink = new Sink(_ => DeliveryOutcome.Delivered("T"));
        var listeners = new Listeners(new());

        await HandleAsync(new(group), [sink], [group.Id], Response.Notify, listeners);

        Assert.Empty(sink.Notices);
        Assert.Equal(Decision.Notified, Assert.Single(listeners.Told).Decision);
    }

    private Task HandleAsync(ScriptedAccount account, ITicketSink sink, ResourceId[] targets) =>
        HandleAsync(account, [sink], targets);

    private async Task HandleAsync(
        ScriptedAccount account,
        ITicketSink[] sinks,
        ResourceId[] targets,
        Response response = Response.Ticket,
        INotifier? notifier = null,
        TimeSpan? within = null
    )
    {
        var policy = Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("sg-open-admin-port", new() { Respond = Response.Revert }),
                ("sg-open-high-risk-port", new() { Respond = response }),
            ]
        );
        var ports = new EnginePorts
        {
            Account = account,
            Ledger = new MemoryLedger(),
            Time = _time,
            Records = _records,
            Tickets = [.. sinks],
            Notifiers = notifier is null ? [] : [notifier],
        };
        var engine = new Reconciler(
            ports,
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new()
            {
                Apply = true,
                VerifyDelays = [TimeSpan.Zero],
                DeliverWithin = within ?? TimeSpan.FromMinutes(1),
            }
        );
        await engine.HandleAsync(
            [.. targets.Select((target, i) => FaultRun.Event($"e-{i}", target))],
            TestContext.Current.CancellationToken
        );
    }

    private sealed class Sink(Func<TicketNotice, DeliveryOutcome> answer, string name = "sink") : ITicketSink
    {
        public string Name => name;

        public ConcurrentQueue<TicketNotice> Notices { get; } = new();

        public Func<TicketNotice, DeliveryOutcome> Answer { get; set; } = answer;

        public ValueTask<DeliveryOutcome> DeliverAsync(TicketNotice notice, string? reference, CancellationToken ct)
        {
            Notices.Enqueue(notice);
            return ValueTask.FromResult(Answer(notice));
        }
    }

    private sealed class WaitingSink(TaskCompletionSource asked, Task<DeliveryOutcome> answer) : ITicketSink
    {
        public string Name => "sink";

        public async ValueTask<DeliveryOutcome> DeliverAsync(
            TicketNotice notice,
            string? reference,
            CancellationToken ct
        )
        {
            asked.TrySetResult();
            return await answer.WaitAsync(ct);
        }
    }
}
