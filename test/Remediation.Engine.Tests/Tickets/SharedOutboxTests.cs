using System.Collections.Concurrent;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>Engines with different sinks share one outbox: none takes from it what another still has to tell.</summary>
public sealed class SharedOutboxTests
{
    private readonly VirtualTime _time = new(Sample.Now);
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Drain_EngineWithoutSinks_LeavesWhatOthersHaveToTell()
    {
        var sink = new Sink("sink") { IsDown = true };
        await HandleAsync([sink], hasEvent: true);
        Assert.Equal(1, await PendingAsync());

        for (var run = 0; run < 3; run++)
        {
            _time.Advance(TimeSpan.FromDays(10));
            await HandleAsync([], hasEvent: false);
        }

        Assert.Equal(1, await PendingAsync());
        sink.IsDown = false;
        await HandleAsync([sink], hasEvent: false);
        Assert.Equal(0, await PendingAsync());
        Assert.Equal(2, sink.Notices.Count);
    }

    [Fact]
    public async Task Handle_EngineWithoutSinks_LeavesItsTicketsToWhoeverHasThem()
    {
        await HandleAsync([], hasEvent: true);
        Assert.Equal(1, await PendingAsync());

        var sink = new Sink("sink");
        await HandleAsync([sink], hasEvent: false);

        Assert.Equal("sg-open-high-risk-port", Assert.Single(sink.Notices).Check);
        Assert.Equal(0, await PendingAsync());
    }

    [Fact]
    public async Task Drain_PointerWhoseTicketIsNotThereYet_IsLeftByAnEngineWithoutSinks()
    {
        var key = new RecordKey(TicketKeys.Outbox, "ticket/x\ny");
        await _records.WriteAsync((await _records.ReadAsync(key, default)).Value!, "{}", null, default);

        await HandleAsync([], hasEvent: false);

        Assert.Equal(1, await PendingAsync());
    }

    [Fact]
    public async Task Handle_EngineThatLeavesDelivery_TellsItsOwnSinksAndLeavesTheRest()
    {
        var (own, others) = (new Sink("own"), new Sink("others"));

        await HandleAsync([own], hasEvent: true, leavesDelivery: true);

        Assert.Single(own.Notices);
        // The ticket, and that it was opened: whether anybody is to be told of that, this engine does not know.
        Assert.Equal(2, await PendingAsync());
        await HandleAsync([others], hasEvent: false);
        Assert.Single(others.Notices);
        Assert.Equal(0, await PendingAsync());
    }

    [Fact]
    public async Task Drain_EngineThatHasNotAllOfTheSinks_LeavesThePointerUntilNobodyHasThem()
    {
        var (first, second) = (new Sink("first"), new Sink("second") { IsDown = true });
        await HandleAsync([first, second], hasEvent: true);

        _time.Advance(TimeSpan.FromDays(1));
        await HandleAsync([first], hasEvent: false);
        Assert.Equal(1, await PendingAsync());

        second.IsDown = false;
        _time.Advance(TimeSpan.FromDays(1));
        await HandleAsync([second], hasEvent: false);
        Assert.Equal(2, second.Notices.Count);
        Assert.Single(first.Notices);
        Assert.Equal(0, await PendingAsync());
    }

    [Fact]
    public async Task Drain_SinkThatThePolicyNoLongerNames_IsNotWaitedForForever()
    {
        var (first, gone) = (new Sink("first"), new Sink("gone") { IsDown = true });
        await HandleAsync([first, gone], hasEvent: true);

        _time.Advance(TimeSpan.FromDays(8));
        await HandleAsync([first], hasEvent: false);

        Assert.Equal(0, await PendingAsync());
    }

    private async Task<int> PendingAsync() => (await _records.ListAsync(TicketKeys.Outbox, default)).Value!.Count;

    private async Task HandleAsync(ITicketSink[] sinks, bool hasEvent, bool leavesDelivery = false)
    {
        var group = Sample.Group("in tcp/3306 from 0.0.0.0/0");
        var policy = Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("sg-open-high-risk-port", new() { Respond = Response.Ticket }),
            ]
        );
        var engine = new Reconciler(
            new()
            {
                Account = new ScriptedAccount(group),
                Ledger = new MemoryLedger(),
                Time = _time,
                Records = _records,
                Tickets = [.. sinks],
                LeavesDelivery = leavesDelivery,
            },
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        await engine.HandleAsync(hasEvent ? [FaultRun.Event("e-1", group.Id)] : [], default);
    }

    private sealed class Sink(string name) : ITicketSink
    {
        public string Name => name;

        public bool IsDown { get; set; }

        public ConcurrentQueue<TicketNotice> Notices { get; } = new();

        public ValueTask<DeliveryOutcome> DeliverAsync(TicketNotice notice, string? reference, CancellationToken ct)
        {
            Notices.Enqueue(notice);
            return ValueTask.FromResult(
                IsDown ? DeliveryOutcome.Failed(new("x", "down")) : DeliveryOutcome.Delivered("T")
            );
        }
    }
}
