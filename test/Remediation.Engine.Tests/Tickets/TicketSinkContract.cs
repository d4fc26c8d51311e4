using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Tickets.Systems;
using Remediation.Engine.Tickets;
using Remediation.Testing;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>What every sink does, whatever it delivers to: one open ticket for a key, through every trouble on the way.</summary>
public abstract class TicketSinkContract : IAsyncDisposable
{
    private protected TicketSinkContract(TicketServer system)
    {
        Kept = system;
        Senders = new(Time);
        Sink = system.Sink(Senders);
    }

    private protected TicketServer Kept { get; }

    private protected Senders Senders { get; }

    private protected ITicketSink Sink { get; }

    private protected VirtualTime Time { get; } = new(Sample.Now);

    /// <summary>Whether somebody else's closing is seen by it, as it is not where there is nothing to be read.</summary>
    private protected virtual bool SeesOthers => true;

    /// <summary>Whether what it sends by tries again at once when a connection ends, as AWS's SDK does.</summary>
    private protected virtual bool SendsAgainItself => false;

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(Kept.Misunderstood);
        await Kept.DisposeAsync();
        Senders.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Deliver_New_OpensOneWithItsKeyAndAllThatItSays()
    {
        var outcome = await DeliverAsync(SampleNotice.Open);

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var ticket = Assert.Single(Kept.Tickets);
        Assert.Equal(SampleNotice.Open.Key, ticket.Key);
        Assert.True(ticket.IsOpen);
        Assert.NotNull(outcome.Reference);
        foreach (
            var word in new[]
            {
                "sg-open-admin-port",
                "tcp/22 from 0.0.0.0/0",
                "assumed-role/Dev/alice",
                "sgr-1",
                "eni-1",
            }
        )
        {
            Assert.Contains(word, ticket.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Deliver_TheSameAgain_StaysOne()
    {
        var first = await DeliverAsync(SampleNotice.Open);
        var second = await DeliverAsync(SampleNotice.Open, first.Reference);
        var third = await DeliverAsync(SampleNotice.Open);

        Assert.All([first, second, third], outcome => Assert.True(outcome.IsDelivered));
        Assert.Single(Kept.Tickets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deliver_Recurrence_UpdatesInItsPlace(bool hasReference)
    {
        var first = await DeliverAsync(SampleNotice.Open);

        var second = await DeliverAsync(SampleNotice.Recurring, hasReference ? first.Reference : null);

        Assert.Equal(first.Reference, second.Reference);
        var ticket = Assert.Single(Kept.Tickets);
        Assert.True(ticket.IsOpen);
        Assert.Contains("it was opened again", ticket.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deliver_ClosedAndOpenAgain_IsTheSameTicketThroughout(bool hasReference)
    {
        var reference = (await DeliverAsync(SampleNotice.Open)).Reference;

        await DeliverAsync(SampleNotice.Closed, hasReference ? reference : null);
        Assert.False(Assert.Single(Kept.Tickets).IsOpen);

        var reopened = await DeliverAsync(
            SampleNotice.Recurring with
            {
                LastSeen = Sample.Now.AddHours(1),
            },
            hasReference ? reference : null
        );
        Assert.Equal(reference, reopened.Reference);
        Assert.True(Assert.Single(Kept.Tickets).IsOpen);
    }

    [Fact]
    public async Task Deliver_OtherResource_IsAnotherTicket()
    {
        await DeliverAsync(SampleNotice.Open);
        await DeliverAsync(SampleNotice.Of("sg-0ffffffffffffffff", "sg-open-admin-port"));
        await DeliverAsync(SampleNotice.Of("sg-0a1b2c3d4e5f60718", "sg-unused"));

        Assert.Equal(3, Kept.Tickets.Count);
    }

    [Fact]
    public async Task Deliver_AnswerLostAfterItWasMade_IsFoundAgain()
    {
        Kept.Server.Trouble = Trouble.None;
        // What looks for it comes first, where there is anything to look in.
        foreach (var _ in Enumerable.Range(0, SeesOthers ? 1 : 0))
        {
            Kept.Server.Troubles.Enqueue(Trouble.None);
        }
        Kept.Server.Troubles.Enqueue(Trouble.LostAnswer);

        var lost = await DeliverAsync(SampleNotice.Open);
        var again = await DeliverAsync(SampleNotice.Open);

        Assert.Equal(SendsAgainItself, lost.IsDelivered);
        Assert.True(lost.IsDelivered || lost.IsPassing);
        Assert.True(again.IsDelivered, $"{again.Error}");
        Assert.Single(Kept.Tickets);
    }

    [Fact]
    public async Task Deliver_Outage_FailsAndPassesLater()
    {
        Kept.Server.Trouble = Trouble.Outage;
        var down = await DeliverAsync(SampleNotice.Open);
        Kept.Server.Trouble = Trouble.None;
        var up = await DeliverAsync(SampleNotice.Open);

        Assert.False(down.IsDelivered);
        Assert.True(down.IsPassing);
        Assert.True(up.IsDelivered, $"{up.Error}");
        Assert.Single(Kept.Tickets);
    }

    [Fact]
    public async Task Deliver_Redirected_GoesNowhereElse()
    {
        Kept.Server.Trouble = Trouble.Redirect;
        var outcome = await DeliverAsync(SampleNotice.Open);

        Assert.False(outcome.IsDelivered);
        Assert.DoesNotContain(Kept.Server.Requests, request => request.Path == "/elsewhere");
    }

    [Fact]
    public async Task Deliver_Rejected_IsNotWorthTryingAgainSoon()
    {
        Kept.Server.Trouble = Trouble.Rejection;
        var outcome = await DeliverAsync(SampleNotice.Open);

        Assert.False(outcome.IsDelivered);
        Assert.False(outcome.IsPassing);
    }

    [Fact]
    public async Task Deliver_ClosedByHandWhileItFails_IsOpenedAgain()
    {
        var reference = (await DeliverAsync(SampleNotice.Open)).Reference;
        Kept.Set(Kept.Tickets[0], isOpen: false);

        await DeliverAsync(SampleNotice.Recurring, reference);

        Assert.True(Assert.Single(Kept.Tickets).IsOpen);
    }

    [Fact]
    public async Task Deliver_GoneThere_IsMadeAnew()
    {
        var reference = (await DeliverAsync(SampleNotice.Open)).Reference;
        Kept.Tickets.Clear();

        var outcome = await DeliverAsync(SampleNotice.Recurring, reference);

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        Assert.True(Assert.Single(Kept.Tickets).IsOpen);
    }

    // In the engine as a whole: what can be reverted is, while the sink is down; what is left to a person is told once it is up.
    [Fact]
    public async Task Engine_SinkDown_RemediatesAtOnceAndLosesNoTicket()
    {
        var account = new ScriptedAccount(Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/3306 from 0.0.0.0/0"));
        var records = new MemoryRecords();
        Kept.Server.Trouble = Trouble.Outage;

        await HandleAsync(account, records);

        Assert.Equal(
            ["tcp/3306 from 0.0.0.0/0"],
            account.State<SecurityGroup>(Sample.GroupId).Rules.Select(rule => $"{rule.Service} from {rule.Peer}")
        );
        Assert.Empty(Kept.Tickets);
        Kept.Server.Trouble = Trouble.None;
        Time.Advance(TimeSpan.FromHours(2));
        await HandleAsync(account, records, isDrainAlone: true);

        var ticket = Assert.Single(Kept.Tickets);
        Assert.Equal(
            TicketKeys.Of(account.State<SecurityGroup>(Sample.GroupId).Id, "sg-open-high-risk-port"),
            ticket.Key
        );
        Assert.Empty((await records.ListAsync(TicketKeys.Outbox, CancellationToken.None)).Value!);
        Assert.DoesNotContain(Senders.TheSecret, await AllAsync(records), StringComparison.Ordinal);
    }

    private protected ValueTask<DeliveryOutcome> DeliverAsync(TicketNotice notice, string? reference = null) =>
        Sink.DeliverAsync(notice, reference, TestContext.Current.CancellationToken);

    private async Task HandleAsync(ScriptedAccount account, MemoryRecords records, bool isDrainAlone = false)
    {
        var policy = Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("sg-open-admin-port", new() { Respond = Response.Revert }),
                ("sg-open-high-risk-port", new() { Respond = Response.Ticket }),
            ]
        );
        var engine = new Reconciler(
            new()
            {
                Account = account,
                Ledger = new MemoryLedger(),
                Time = Time,
                Records = records,
                Tickets = [Sink],
            },
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        var target = account.State<SecurityGroup>(Sample.GroupId).Id;
        await engine.HandleAsync(
            isDrainAlone ? [] : [Faults.FaultRun.Event("e-1", target)],
            TestContext.Current.CancellationToken
        );
    }

    private static async Task<string> AllAsync(MemoryRecords records)
    {
        var ticket = new Core.Resources.ResourceId(
            "AWS::EC2::SecurityGroup",
            Sample.GroupId,
            Sample.Account,
            Sample.Region
        );
        var kept = await records.ListAsync(TicketKeys.Collection(ticket), CancellationToken.None);
        Assert.NotEmpty(kept.Value!);
        return string.Join('\n', kept.Value!.Select(record => record.Json));
    }
}
