using System.Collections.Immutable;
using System.Globalization;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Guards;
using Remediation.Engine.Offline;
using Remediation.Engine.Quarantines;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>What holds an automatic quarantine back, what does not, and that it comes by itself when that is over.</summary>
public sealed class QuarantineGuardrailTests
{
    // 2026-11-20 is a Friday, and the tests begin at ten.
    private static readonly Guardrails MondaysOnly = new()
    {
        ChangeWindows = [new([DayOfWeek.Monday], TimeSpan.FromHours(7), TimeSpan.FromHours(19))],
    };

    private readonly SnapshotAccount _account = TwoNetworks.Account();
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly RecordingTickets _tickets = new();
    private readonly VirtualTime _time = new(Sample.Now);
    private Policy _policy = TwoNetworks.Policy with { Guardrails = MondaysOnly };
    private IKillSwitch _switch = NoKillSwitch.Instance;

    public static TheoryData<bool> Triggers => [true, false];

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task OutsideTheWindows_CutsOffAllTheSame(bool isFinding)
    {
        var outcome = Assert.Single(await HandleAsync(isFinding));

        Assert.Equal(Decision.Quarantined, outcome.Decision);
        Assert.True(IsCutOff);
        Assert.Equal(!isFinding, IsFixed);
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task OutsideTheWindows_WherePolicyWaits_TicketsAndCutsOffWhenTheNextBegins(bool isFinding)
    {
        Waits();

        var outcome = Assert.Single(await HandleAsync(isFinding));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("the next begins at 2026-11-23 07:00Z", outcome.Reason, StringComparison.Ordinal);
        AssertNothingWasDone();
        Assert.Equal(TicketStatus.Open, _tickets.Tickets[^1].Status);
        // The service tells of it again and again.
        Assert.Single(await HandleAsync(isFinding));
        AdvanceTo("2026-11-23T06:59:00Z");
        Assert.Empty(await HandleDueAsync());
        AdvanceTo("2026-11-23T07:00:00Z");
        Assert.Equal(Decision.Quarantined, Assert.Single(await HandleDueAsync()).Decision);
        Assert.True(IsCutOff);
        Assert.Equal(TicketStatus.Closed, _tickets.Tickets[^1].Status);
        Assert.Empty(await HandleDueAsync());
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task OutsideTheWindows_WherePolicyWaitsButItIsUrgent_CutsOff(bool isFinding)
    {
        Waits();
        _policy = _policy with { Guardrails = _policy.Guardrails with { Urgent = Severity.High } };

        Assert.Equal(Decision.Quarantined, Assert.Single(await HandleAsync(isFinding)).Decision);
    }

    // A fix alone still waits: it is the quarantine that is the emergency.
    [Fact]
    public async Task OutsideTheWindows_FindingToBeRevertedOnly_Waits()
    {
        _policy = _policy with
        {
            Checks = _policy.Checks.SetItem("sg-open-admin-port", new() { Respond = Response.Revert }),
        };

        Assert.Equal(Decision.Ticketed, Assert.Single(await HandleAsync(isFinding: false)).Decision);
        AssertNothingWasDone();
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task BudgetIsUsedUp_TicketsAndCutsOffWhenTheHourHasRoom(bool isFinding)
    {
        await UseUpTheHourAsync();

        var outcome = Assert.Single(await HandleAsync(isFinding));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("maxChangesPerHour (1) is reached", outcome.Reason, StringComparison.Ordinal);
        AssertNothingWasDone();
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(await HandleDueAsync());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Decision.Quarantined, Assert.Single(await HandleDueAsync()).Decision);
        Assert.True(IsCutOff);
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task BudgetHasRoom_CountsOnceHoweverOftenItIsAsked(bool isFinding)
    {
        _policy = _policy with { Guardrails = new() { MaxChangesPerHour = 1 } };
        Assert.Equal(Decision.Quarantined, Assert.Single(await HandleAsync(isFinding)).Decision);

        Assert.NotEqual(Decision.Failed, Assert.Single(await HandleAsync(isFinding)).Decision);

        Assert.NotNull((await new ChangeBudget(_records, _time).TakeAsync("another", 1, default)).Hold);
        Assert.Null((await new ChangeBudget(_records, _time).TakeAsync("another", 2, default)).Hold);
    }

    // The fix takes away more than a plan may, so that there is none; what is attached is cut off all the same, or waits by itself.
    [Fact]
    public async Task NoFix_BudgetIsUsedUp_TicketsAndCutsOffWhenTheHourHasRoom()
    {
        await UseUpTheHourAsync();
        _policy = _policy with { Guardrails = _policy.Guardrails with { MaxRulesRemovedPerPlan = 0 } };

        var outcome = Assert.Single(await HandleAsync(isFinding: false));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains(
            _tickets.Tickets,
            ticket => ticket.Reason.Contains("what is attached is not cut off", StringComparison.Ordinal)
        );
        AssertNothingWasDone();
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(Decision.Quarantined, Assert.Single(await HandleDueAsync()).Decision);
        Assert.True(IsCutOff);
        Assert.False(IsFixed);
    }

    [Theory]
    [InlineData(true, TwoNetworks.InstanceId)]
    [InlineData(true, TwoNetworks.Second)]
    [InlineData(false, TwoNetworks.InstanceId)]
    [InlineData(false, TwoNetworks.Second)]
    public async Task NeverTouch_OfTheInstanceOrAnInterface_CutsNothingOffAndTickets(bool isFinding, string pattern)
    {
        _policy = _policy with { Guardrails = new() { NeverTouch = [pattern] } };

        var outcome = Assert.Single(await HandleAsync(isFinding));

        Assert.Equal(isFinding ? Decision.Ticketed : Decision.Reverted, outcome.Decision);
        Assert.Contains(_tickets.Tickets, ticket => ticket.Reason.Contains("neverTouch", StringComparison.Ordinal));
        Assert.False(IsCutOff);
        Assert.DoesNotContain(_account.Content.SecurityGroups.Values, group => group.Name == IsolationGroup.GroupName);
    }

    [Fact]
    public async Task NeverTouch_OfTheGroup_ChangesNothingAtAll()
    {
        _policy = _policy with { Guardrails = new() { NeverTouch = [TwoNetworks.Open] } };

        Assert.Equal(Decision.Ticketed, Assert.Single(await HandleAsync(isFinding: false)).Decision);
        AssertNothingWasDone();
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task KillSwitch_Engaged_TicketsAndOnlyAPersonEndsIt(bool isFinding)
    {
        _switch = new Switch(new(IsEngaged: true, "migration"));

        var outcome = Assert.Single(await HandleAsync(isFinding));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("kill switch: migration", outcome.Reason, StringComparison.Ordinal);
        AssertNothingWasDone();
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await HandleDueAsync());
        _switch = NoKillSwitch.Instance;
        Assert.Equal(Decision.Quarantined, Assert.Single(await HandleAsync(isFinding)).Decision);
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task KillSwitch_Unreadable_ChangesNothingAndComesBack(bool isFinding)
    {
        _switch = new Switch(new(IsEngaged: true, "nobody answers", IsUnreadable: true));

        var outcome = Assert.Single(await HandleAsync(isFinding));

        Assert.True(outcome is { Decision: Decision.Failed, IsRetryable: true });
        AssertNothingWasDone();
    }

    private bool IsCutOff =>
        _account
            .Content.Documents.Values.OfType<ElasticInterface>()
            .Where(item => item.InstanceId == TwoNetworks.InstanceId)
            .All(item =>
                item.GroupIds is [var only] && _account.Content.SecurityGroups[only].Name == IsolationGroup.GroupName
            );

    private bool IsFixed => _account.Content.SecurityGroups[TwoNetworks.Open].Rules.IsEmpty;

    private void Waits() => _policy = _policy with { Quarantine = _policy.Quarantine with { WaitsForWindows = true } };

    private async Task UseUpTheHourAsync()
    {
        _policy = _policy with { Guardrails = new() { MaxChangesPerHour = 1 } };
        Assert.Null((await new ChangeBudget(_records, _time).TakeAsync("before", 1, default)).Hold);
    }

    private void AssertNothingWasDone()
    {
        Assert.False(IsCutOff);
        Assert.False(IsFixed);
        Assert.Empty(_ledger.Entries);
    }

    private void AdvanceTo(string time) =>
        _time.Advance(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - _time.GetUtcNow());

    private Task<ImmutableArray<Outcome>> HandleAsync(bool isFinding) =>
        Engine()
            .HandleAsync(
                [
                    isFinding
                        ? QuarantineTests.Finding("UnauthorizedAccess:EC2/X", Severity.High)
                        : FaultRun.Event(
                            "e-1",
                            new(ResourceTypes.SecurityGroup, TwoNetworks.Open, Sample.Account, Sample.Region)
                        ),
                ],
                default
            );

    private Task<ImmutableArray<Outcome>> HandleDueAsync() => Engine().HandleDueAsync(default);

    private Reconciler Engine() =>
        new(
            new()
            {
                Account = _account,
                Ledger = _ledger,
                Records = _records,
                Tickets = [_tickets],
                KillSwitch = _switch,
                Time = _time,
            },
            new PolicyEvaluator(_policy, CheckCatalog.All),
            CheckCatalog.All,
            new()
            {
                Apply = true,
                Account = Sample.Account,
                Region = Sample.Region,
                VerifyDelays = [TimeSpan.Zero],
            }
        );

    private sealed class Switch(KillSwitchState state) : IKillSwitch
    {
        public ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(state);
    }
}
