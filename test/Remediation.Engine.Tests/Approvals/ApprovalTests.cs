using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Approvals;

/// <summary>What the policy asks for first is done once somebody approves of that very plan, and not otherwise.</summary>
public sealed class ApprovalTests
{
    private const string Check = "sg-open-admin-port";
    private const string Open = "in tcp/22 from 0.0.0.0/0";
    private const string Kept = "in tcp/443 from 10.0.0.0/8";

    private readonly Loop _loop = new(Asking(), Sample.Group(Kept, Open));

    [Fact]
    public async Task Handle_RespondAsk_TicketsThePlanWithItsHashAndTheCommand()
    {
        var outcome = Assert.Single(await _loop.HandleAsync(_loop.By("Developer")));
        var ticket = _loop.TicketOf(Check);

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.StartsWith("the policy asks before it is done", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(_loop.Account.Executed);
        Assert.Equal(outcome.Plan!.Hash, ticket.PlanHash);
        Assert.Contains(ticket.PlanHash!, ticket.Command, StringComparison.Ordinal);
        Assert.NotEmpty(ticket.Plan);
    }

    [Fact]
    public async Task Approve_ResourceUnchanged_CarriesItOutAndClosesTheTicket()
    {
        var hash = await AskedAsync();

        var result = await _loop.ApproveAsync(hash);

        Assert.Null(result.Refusal);
        Assert.Equal(["tcp/443 from 10.0.0.0/8"], Rules());
        Assert.Equal(2, _loop.Ledger.Entries.Length);
        Assert.All(
            _loop.Ledger.Entries,
            entry => Assert.Equal((LedgerAction.Approve, "bob"), (entry.Action, entry.Actor))
        );
        Assert.Equal(TicketStatus.Closed, _loop.TicketOf(Check).Status);
    }

    [Fact]
    public async Task Approve_Twice_SaysThatItIsNoMoreWhatThePlanWasFor()
    {
        var hash = await AskedAsync();
        await _loop.ApproveAsync(hash);
        var executed = _loop.Account.Executed.Count;

        var again = await _loop.ApproveAsync(hash);

        Assert.Contains("is not what plan", again.Refusal, StringComparison.Ordinal);
        Assert.Equal(executed, _loop.Account.Executed.Count);
    }

    [Fact]
    public async Task Approve_ResourceMovedSince_IsRefusedWithThePlanOfNow()
    {
        var hash = await AskedAsync();
        _loop.Account.Put(Sample.Group(Kept, Open, "in tcp/3389 from 0.0.0.0/0"));

        var result = await _loop.ApproveAsync(hash);

        Assert.Contains("the plan of now is", result.Refusal, StringComparison.Ordinal);
        Assert.Empty(_loop.Account.Executed);
        var now = Assert.Single(result.Outcomes).Plan!.Hash;
        Assert.Null((await _loop.ApproveAsync(now)).Refusal);
    }

    [Fact]
    public async Task Approve_TooLate_IsRefused()
    {
        var hash = await AskedAsync();
        _loop.Time.Advance(TimeSpan.FromDays(8));

        Assert.Contains("ended at", (await _loop.ApproveAsync(hash)).Refusal, StringComparison.Ordinal);
        Assert.Empty(_loop.Account.Executed);
    }

    [Fact]
    public async Task Approve_NeverOffered_IsRefused()
    {
        var result = await _loop.ApproveAsync(new string('0', 64));

        Assert.Contains("waits for approval", result.Refusal, StringComparison.Ordinal);
        Assert.Empty(result.Outcomes);
    }

    [Fact]
    public async Task Approve_ModeIsObserveByNow_IsRefused()
    {
        var hash = await AskedAsync();
        _loop.Policy = _loop.Policy with { Mode = EnforcementMode.Observe };

        Assert.Contains("mode is observe", (await _loop.ApproveAsync(hash)).Refusal, StringComparison.Ordinal);
        Assert.Empty(_loop.Account.Executed);
    }

    [Fact]
    public async Task Approve_HeldByTheFlipFlopGuard_CarriesItOut()
    {
        _loop.Policy = Sample.Policy(checks: [(Check, new() { Respond = Response.Revert })]) with
        {
            Guardrails = new() { MaxChangesPerHour = 0 },
        };
        var outcome = Assert.Single(await _loop.HandleAsync(_loop.By("Developer")));
        Assert.Equal(Decision.Ticketed, outcome.Decision);

        Assert.Null((await _loop.ApproveAsync(outcome.Plan!.Hash)).Refusal);
        Assert.Equal(["tcp/443 from 10.0.0.0/8"], Rules());
    }

    [Fact]
    public async Task Handle_OneCheckRevertsAndOneAsks_RevertsTheOneAndTicketsTheOther()
    {
        _loop.Policy = Sample.Policy(
            checks:
            [
                (Check, new() { Respond = Response.Revert }),
                ("sg-unrestricted-egress", new() { Respond = Response.Ask }),
            ]
        );
        _loop.Account.Put(Sample.Group(Kept, Open, "out all to 0.0.0.0/0"));

        var outcome = Assert.Single(await _loop.HandleAsync(_loop.By("Developer")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(["all traffic to 0.0.0.0/0", "tcp/443 from 10.0.0.0/8"], Rules());
        Assert.Equal("the policy asks before it is done", _loop.TicketOf("sg-unrestricted-egress").Reason);
        Assert.NotNull(_loop.TicketOf("sg-unrestricted-egress").PlanHash);
    }

    private async Task<string> AskedAsync() => Assert.Single(await _loop.HandleAsync(_loop.By("Developer"))).Plan!.Hash;

    private static Policy Asking() => Sample.Policy(checks: [(Check, new() { Respond = Response.Ask })]);

    private IEnumerable<string> Rules() =>
        _loop.State<SecurityGroup>(Sample.GroupId).Rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal);
}
