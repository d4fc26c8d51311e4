using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

public sealed class ReconcilerTests
{
    private static readonly CallError Throttled = new("RequestLimitExceeded", "slow down");

    private readonly ScriptedAccount _account = new(
        Sample.Group(
            "in tcp/20-25 from 0.0.0.0/0 \"oops\"",
            "in tcp/20-25 from 10.0.0.0/8 \"corp\"",
            "in tcp/443 from 0.0.0.0/0"
        )
    );
    private readonly RecordingLedger _ledger = new();
    private readonly RecordingTickets _tickets = new();
    private readonly MemoryRecords _records = new();
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Handle_OpenedPort_TakesExactlyThatAwayAndRecordsBothHalves()
    {
        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Contains(
            "tcp/22 from 0.0.0.0/0",
            Assert.Single(outcome.Findings).Evidence[0].Offending,
            StringComparison.Ordinal
        );
        Assert.Equal(2, _account.Executed.Count);
        Assert.Equal([LedgerEntryKind.Intent, LedgerEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        Assert.Equal(outcome.LedgerId, _ledger.Entries[0].Id);
        Assert.Equal(outcome.LedgerId, _ledger.Entries[1].Id);
        Assert.True(_ledger.Entries[1].Succeeded);
        using var prior = JsonDocument.Parse(_ledger.Entries[0].PriorState!);
        Assert.Equal(3, prior.RootElement.GetProperty("SecurityGroupRules").GetArrayLength());
        Assert.Empty(_tickets.Tickets);
    }

    [Fact]
    public async Task Handle_SameEventAgain_ChangesNothingAndSaysCompliant()
    {
        await HandleAsync(Event("e-1"));
        var calls = _account.Executed.Count;

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Compliant, outcome.Decision);
        Assert.Equal(calls, _account.Executed.Count);
        Assert.Equal(2, _ledger.Entries.Count);
    }

    // What the look at the result has judged already is told of without reading it once more.
    [Fact]
    public async Task Handle_FixedAndAFindingLeftForATicket_ReadsTheResourceTwice()
    {
        var policy = Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("sg-open-admin-port", new() { Respond = Response.Revert }),
                ("sg-open-high-risk-port", new() { Respond = Response.Ticket }),
            ]
        );
        var loop = new Loop(policy, Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/3306 from 0.0.0.0/0"));

        var outcome = Assert.Single(await loop.HandleAsync(loop.By("Developer")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal("sg-open-high-risk-port", Assert.Single(outcome.Tickets).Finding.Check.Id);
        Assert.Equal(2, loop.Account.Reads);
        Assert.Equal("tcp/3306 from 0.0.0.0/0", loop.TicketOf("sg-open-high-risk-port").Evidence[0].Offending);
    }

    [Fact]
    public async Task Handle_SeveralEventsOnOneResource_HandlesItOnce()
    {
        var outcomes = await HandleAsync(Event("e-1"), Event("e-2"), Event("e-3"));

        Assert.Equal(3, outcomes.Length);
        Assert.All(outcomes, outcome => Assert.Equal(Decision.Reverted, outcome.Decision));
        Assert.Equal(["e-1", "e-2", "e-3"], outcomes.Select(outcome => outcome.Event.EventId));
        Assert.Equal(2, _account.Executed.Count);
        Assert.Equal(["e-1", "e-2", "e-3"], _ledger.Entries[0].Events);
    }

    [Fact]
    public async Task Handle_DryRun_PlansAndChangesNothing()
    {
        var outcome = Assert.Single(await HandleAsync(new ReconcilerOptions { Apply = false }, Policy(), Event("e-1")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.True(outcome.IsDryRun);
        Assert.True(outcome.Verdict!.IsValid);
        Assert.Empty(_account.Executed);
        Assert.Empty(_ledger.Entries);
    }

    [Fact]
    public async Task Handle_ObserveMode_ChangesNothingEvenWhenAskedToApply()
    {
        _account.Intercept = _ => throw new InvalidOperationException("observe means observe");

        var outcome = Assert.Single(
            await HandleAsync(Options(), Policy() with { Mode = EnforcementMode.Observe }, Event("e-1"))
        );

        Assert.Equal(Decision.Observed, outcome.Decision);
        Assert.NotNull(outcome.Plan);
        Assert.Empty(_ledger.Entries);
        Assert.Empty(_tickets.Tickets);
    }

    [Fact]
    public async Task Handle_WrongPlanner_NeverAppliesAndOpensTicket()
    {
        var options = Options() with { Plan = RevokeEverything };

        var outcome = Assert.Single(await HandleAsync(options, Policy(), Event("e-1")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.False(outcome.Verdict!.IsValid);
        Assert.Empty(_account.Executed);
        Assert.Empty(_ledger.Entries);
        Assert.Contains("rejected", Assert.Single(_tickets.Tickets).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_LedgerRefuses_ChangesNothingAndFails()
    {
        _ledger.Refusal = new("ServiceUnavailable", "no ledger today");

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.Empty(_account.Executed);
    }

    [Fact]
    public async Task Handle_ThrottledHalfway_FailsForRetryAndTheNextTryFinishes()
    {
        _account.Intercept = call =>
            call.Operation.StartsWith("Revoke", StringComparison.Ordinal) ? CallOutcome.Retryable(Throttled) : null;
        var first = Assert.Single(await HandleAsync(Event("e-1")));
        _account.Intercept = _ => null;

        var second = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, first.Decision);
        Assert.True(first.IsRetryable);
        Assert.False(_ledger.Entries[1].Succeeded);
        Assert.Equal(1, _ledger.Entries[1].CallsDone);
        Assert.Equal(Decision.Reverted, second.Decision);
        Assert.DoesNotContain(
            _account.State<SecurityGroup>(Sample.GroupId).Rules,
            rule => rule.ToString() == "tcp/20-25 from 0.0.0.0/0"
        );
    }

    [Fact]
    public async Task Handle_SomebodyElseWasFaster_ReadsAgainAndSaysCompliant()
    {
        _account.Intercept = call =>
        {
            if (!call.Operation.StartsWith("Revoke", StringComparison.Ordinal))
            {
                return null;
            }
            var group = _account.State<SecurityGroup>(Sample.GroupId);
            _account.Put(group.WithRules([.. group.Rules.Where(rule => rule.RuleId != "sgr-0001")]));
            _account.Intercept = _ => null;
            return CallOutcome.Refused(new(CallError.RuleNotFound, "gone"));
        };

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Compliant, outcome.Decision);
    }

    [Fact]
    public async Task Handle_ResourceKeepsMoving_GivesUpAndFailsForRetry()
    {
        _account.Intercept = _ => CallOutcome.Refused(new(CallError.PermissionDuplicate, "there already"));

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.Equal(6, _ledger.Entries.Count);
    }

    [Fact]
    public async Task Handle_StaleReadAfterApply_LooksAgainBeforeItJudges()
    {
        var stale = _account.State<SecurityGroup>(Sample.GroupId);
        _account.InterceptRead = number => number is 2 or 3 ? ReadOutcome.Found(stale) : null;

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(4, _account.Reads);
    }

    [Fact]
    public async Task Handle_CallsTakenButNothingChanged_Fails()
    {
        _account.Intercept = _ => CallOutcome.Done;

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.Contains("still fails", outcome.Reason, StringComparison.Ordinal);
        Assert.False(_ledger.Entries[1].Succeeded);
    }

    [Fact]
    public async Task Handle_ResourceGone_IsCompliant()
    {
        _account.Remove(Sample.GroupId);

        Assert.Equal(Decision.Compliant, Assert.Single(await HandleAsync(Event("e-1"))).Decision);
    }

    [Fact]
    public async Task Handle_ReadRefused_Fails()
    {
        _account.InterceptRead = _ => ReadOutcome.Failed(new("UnauthorizedOperation", "no"), isRetryable: false);

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.False(outcome.IsRetryable);
    }

    [Fact]
    public async Task Handle_EventFromAnotherAccount_FailsLoudly()
    {
        var options = Options() with { Account = "111122223333" };

        var outcome = Assert.Single(await HandleAsync(options, Policy(), Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.Contains("123456789012", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _account.Reads);
    }

    [Fact]
    public async Task Handle_IgnoredAndRejected_KeepTheirReasonsAndOrder()
    {
        var outcomes = await HandleAsync(
            ParsedEvent.Rejected("not JSON"),
            Event("e-1"),
            ParsedEvent.Ignored("read-only call")
        );

        Assert.Equal(
            [Decision.Rejected, Decision.Reverted, Decision.Ignored],
            outcomes.Select(outcome => outcome.Decision)
        );
        Assert.Equal("not JSON", outcomes[0].Reason);
    }

    [Fact]
    public async Task Handle_CallThatNoCheckDependsOn_IsIgnored()
    {
        var outcome = Assert.Single(await HandleAsync(Event("e-1", "UpdateSecurityGroupRuleDescriptionsIngress")));

        Assert.Equal(Decision.Ignored, outcome.Decision);
        Assert.Equal(0, _account.Reads);
    }

    [Fact]
    public async Task Handle_PrefixListChanged_JudgesTheGroupsThatUseIt()
    {
        _account.Put(Sample.NamedGroup("sg-0uses", "uses", "in tcp/22 from pl-1"));
        _account.Surroundings = Sample.PrefixLists(("pl-1", ["0.0.0.0/0"]));

        var outcomes = await HandleAsync(
            Event(
                "e-1",
                "ModifyManagedPrefixList",
                new(ResourceTypes.PrefixList, Sample.Account, Sample.Region) { Id = "pl-1" }
            )
        );

        Assert.Equal("sg-0uses", Assert.Single(outcomes).Resource!.Id);
        Assert.Equal(Decision.Reverted, outcomes[0].Decision);
    }

    [Fact]
    public async Task Handle_GroupDeleted_JudgesTheGroupsThatReferToIt()
    {
        _account.Put(Sample.NamedGroup("sg-0uses", "uses", "in tcp/22 from sg-0gone"));
        var gone = new ResourceReference(ResourceTypes.SecurityGroup, Sample.Account, Sample.Region)
        {
            Id = "sg-0gone",
        };
        ImmutableArray<Check> checks = [new SgStaleReference()];
        _account.Surroundings = new()
        {
            ReferencedGroups = Surroundings.Unknown.ReferencedGroups.Add("sg-0gone", Fact<string>.Absent),
        };
        var policy = Sample.Policy(checks: [("sg-stale-reference", new() { Respond = Response.Revert })]);
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = _account,
                Ledger = _ledger,
                Tickets = [_tickets],
                Time = TimeProvider.System,
            },
            new PolicyEvaluator(policy, checks),
            checks,
            Options()
        );

        var outcomes = await reconciler.HandleAsync(
            [Event("e-1", "DeleteSecurityGroup", gone)],
            TestContext.Current.CancellationToken
        );

        Assert.Equal("sg-0uses", Assert.Single(outcomes).Resource!.Id);
        Assert.Equal(Decision.Reverted, outcomes[0].Decision);
        Assert.Empty(_account.State<SecurityGroup>("sg-0uses").Rules);
    }

    [Fact]
    public async Task Handle_PrefixListChangedButGroupsUnlistable_FailsForRetry()
    {
        _account.ListError = Throttled;

        var outcomes = await HandleAsync(
            Event(
                "e-1",
                "ModifyManagedPrefixList",
                new(ResourceTypes.PrefixList, Sample.Account, Sample.Region) { Id = "pl-1" }
            )
        );

        Assert.Equal(Decision.Failed, Assert.Single(outcomes).Decision);
        Assert.True(outcomes[0].IsRetryable);
    }

    [Fact]
    public async Task Handle_UnknownPrefixList_OpensTicketAndNeverPasses()
    {
        _account.Put(Sample.Group("in tcp/22 from pl-dark"));

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Equal(FindingStatus.Unknown, Assert.Single(outcome.Findings).Status);
        Assert.Contains("pl-dark", Assert.Single(_tickets.Tickets).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_TicketNotDelivered_KeepsItForLater()
    {
        _account.Put(Sample.Group("in tcp/22 from pl-dark"));
        _tickets.Refusal = new("ServiceUnavailable", "no tickets today");

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Empty(_tickets.Tickets);
        _tickets.Refusal = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        await HandleAsync();
        Assert.Equal("sg-open-admin-port", Assert.Single(_tickets.Tickets).Check);
        await HandleAsync();
        Assert.Single(_tickets.Tickets);
    }

    [Fact]
    public async Task Handle_PutBackAgainAndAgain_OpensATicketInsteadAtLast()
    {
        var bad = _account.State<SecurityGroup>(Sample.GroupId);
        for (var i = 0; i < 3; i++)
        {
            _account.Put(bad);
            Assert.Equal(Decision.Reverted, Assert.Single(await HandleAsync(Event($"e-{i}"))).Decision);
            _time.Advance(TimeSpan.FromMinutes(5));
        }
        _account.Put(bad);

        var outcome = Assert.Single(await HandleAsync(Event("e-3")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("keeps putting it there", Assert.Single(_tickets.Tickets).Reason, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Decision.Reverted, Assert.Single(await HandleAsync(Event("e-4"))).Decision);
        Assert.Equal(TicketStatus.Closed, _tickets.Tickets[^1].Status);
    }

    [Fact]
    public async Task Handle_MoreChangesThanAnHourMayHave_OpensATicketAndChangesNothing()
    {
        var policy = Policy() with { Guardrails = new() { MaxChangesPerHour = 1 } };
        var other = _account.State<SecurityGroup>(Sample.GroupId);
        _account.Put(Sample.NamedGroup("sg-0other", "other", "in tcp/22 from 0.0.0.0/0"));
        await HandleAsync(Options(), policy, Event("e-1"));
        var executed = _account.Executed.Count;

        var outcome = Assert.Single(
            await HandleAsync(
                Options(),
                policy,
                Event("e-2", reference: new(other.Id.Type, Sample.Account, Sample.Region) { Id = "sg-0other" })
            )
        );

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("maxChangesPerHour (1) is reached", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(executed, _account.Executed.Count);
    }

    [Fact]
    public async Task Handle_NeverTouch_OpensTicketInstead()
    {
        var policy = Policy() with { Guardrails = new() { NeverTouch = [Sample.GroupId] } };

        var outcome = Assert.Single(await HandleAsync(Options(), policy, Event("e-1")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Empty(_account.Executed);
    }

    [Fact]
    public async Task Handle_GroupNamedOnly_FindsItByName()
    {
        var reference = new ResourceReference(ResourceTypes.SecurityGroup, Sample.Account, Sample.Region)
        {
            Name = "app-servers",
        };

        var outcome = Assert.Single(await HandleAsync(Event("e-1", "AuthorizeSecurityGroupIngress", reference)));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal(Sample.GroupId, outcome.Resource!.Id);
    }

    [Fact]
    public async Task Handle_NeighbourUnreadableForNow_FailsForRetryAndDoesNotCallItUnknown()
    {
        _account.Put(Sample.Group("in tcp/22 from pl-1"));
        var late = Fact<PrefixList>.Unknown("RequestLimitExceeded: slow down", mayBeKnownLater: true);
        _account.Surroundings = new() { PrefixLists = Surroundings.Unknown.PrefixLists.Add("pl-1", late) };

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.Empty(_tickets.Tickets);
    }

    [Fact]
    public async Task Handle_DefectOnOneResource_LeavesTheOthersToBeHandled()
    {
        _account.Put(Sample.NamedGroup("sg-0other", "other", "in tcp/22 from 0.0.0.0/0"));
        _account.InterceptRead = number => number == 1 ? throw new InvalidOperationException("a defect") : null;
        var other = new ResourceReference(ResourceTypes.SecurityGroup, Sample.Account, Sample.Region)
        {
            Id = "sg-0other",
        };

        var outcomes = await HandleAsync(Event("e-1"), Event("e-2", reference: other));

        Assert.Equal([Decision.Failed, Decision.Reverted], outcomes.Select(outcome => outcome.Decision));
        Assert.Contains("a defect", outcomes[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_TimeRunsOutAfterApplying_StillRecordsTheOutcome()
    {
        using var time = new CancellationTokenSource();
        _account.InterceptRead = number =>
        {
            if (number == 2)
            {
                time.Cancel();
                time.Token.ThrowIfCancellationRequested();
            }
            return null;
        };

        var outcome = Assert.Single(await HandleAsync(Options(), Policy(), time.Token, Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.Equal(2, _ledger.Entries.Count);
        Assert.Equal(2, _ledger.Entries[1].CallsDone);
    }

    [Fact]
    public async Task Handle_MovedHalfwayAndTheOutcomeNotRecorded_FailsForRetry()
    {
        _account.Intercept = call =>
        {
            if (!call.Operation.StartsWith("Revoke", StringComparison.Ordinal))
            {
                return null;
            }
            _ledger.Refusal = new("ServiceUnavailable", "no ledger any more");
            _account.Put(Sample.Group("in tcp/443 from 0.0.0.0/0"));
            return CallOutcome.Refused(new(CallError.RuleNotFound, "gone"));
        };

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.Contains("no ledger any more", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OutcomeNotRecorded_IsSettledByWhoeverComesNext()
    {
        _account.Intercept = call =>
        {
            if (call.Operation.StartsWith("Revoke", StringComparison.Ordinal))
            {
                _ledger.Refusal = new("ServiceUnavailable", "no ledger any more");
            }
            return null;
        };
        var failed = Assert.Single(await HandleAsync(Event("e-1")));
        Assert.Equal((Decision.Failed, true), (failed.Decision, failed.IsRetryable));
        Assert.Equal(LedgerEntryKind.Intent, Assert.Single(_ledger.Entries).Kind);
        _ledger.Refusal = null;

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Compliant, outcome.Decision);
        Assert.Equal([LedgerEntryKind.Intent, LedgerEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        Assert.Equal(_ledger.Entries[0].Id, _ledger.Entries[1].Id);
        Assert.False(_ledger.Entries[1].Succeeded);
        Assert.Contains("was not recorded", _ledger.Entries[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OutcomeNotTakenTheFirstTime_IsOfferedAgain()
    {
        _account.Intercept = call =>
        {
            if (call.Operation.StartsWith("Revoke", StringComparison.Ordinal))
            {
                _ledger.RefusesNext = new("ServiceUnavailable", "not now");
            }
            return null;
        };

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Equal([LedgerEntryKind.Intent, LedgerEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        Assert.True(_ledger.Entries[1].Succeeded);
    }

    [Fact]
    public async Task Handle_NeighbourUnreadableWhenLookingAgain_DoesNotCallItReverted()
    {
        _account.Put(Sample.Group("in tcp/22 from pl-1"));
        _account.Surroundings = Sample.PrefixLists(("pl-1", ["0.0.0.0/0"]));
        _account.Intercept = _ =>
        {
            // The call is taken, has not shown its effect yet, and the list can no longer be read.
            var late = Fact<PrefixList>.Unknown("RequestLimitExceeded: slow down", mayBeKnownLater: true);
            _account.Surroundings = new() { PrefixLists = Surroundings.Unknown.PrefixLists.Add("pl-1", late) };
            return CallOutcome.Done;
        };

        var outcome = Assert.Single(await HandleAsync(Event("e-1")));

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.False(_ledger.Entries[1].Succeeded);
    }

    [Fact]
    public async Task Handle_RevokeOnACompliantGroup_IsCompliant()
    {
        _account.Put(Sample.Group("in tcp/443 from 0.0.0.0/0"));

        var outcome = Assert.Single(await HandleAsync(Event("e-1", "RevokeSecurityGroupIngress")));

        Assert.Equal(Decision.Compliant, outcome.Decision);
    }

    private static PlanningResult RevokeEverything(
        ResourceState state,
        ImmutableArray<CheckEvaluation> targets,
        Surroundings surroundings
    )
    {
        var group = (SecurityGroup)state;
        var plan = new Plan
        {
            Before = group,
            Desired = group.WithRules([]),
            Calls = SecurityGroupCalls.Revoke(group, Direction.Ingress, group.Rules),
            Targets = targets,
        };
        return new(plan, []);
    }

    private static ParsedEvent Event(
        string id,
        string name = "AuthorizeSecurityGroupIngress",
        ResourceReference? reference = null
    ) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = id,
                Channel = EventChannel.CloudTrail,
                Resources =
                [
                    reference
                        ?? new(ResourceTypes.SecurityGroup, Sample.Account, Sample.Region) { Id = Sample.GroupId },
                ],
                Actor = new() { DisplayName = "alice" },
                Source = "ec2.amazonaws.com",
                Name = name,
                Time = Sample.Now,
                Account = Sample.Account,
                Region = Sample.Region,
            }
        );

    private static Policy Policy() =>
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);

    private static ReconcilerOptions Options() =>
        new() { Apply = true, VerifyDelays = [.. Enumerable.Repeat(TimeSpan.Zero, 4)] };

    private Task<ImmutableArray<Outcome>> HandleAsync(params ParsedEvent[] events) =>
        HandleAsync(Options(), Policy(), events);

    private Task<ImmutableArray<Outcome>> HandleAsync(
        ReconcilerOptions options,
        Policy policy,
        params ParsedEvent[] events
    ) => HandleAsync(options, policy, TestContext.Current.CancellationToken, events);

    private Task<ImmutableArray<Outcome>> HandleAsync(
        ReconcilerOptions options,
        Policy policy,
        CancellationToken cancellationToken,
        params ParsedEvent[] events
    )
    {
        ImmutableArray<Check> checks = [new SgOpenAdminPort()];
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = _account,
                Ledger = _ledger,
                Tickets = [_tickets],
                Time = _time,
                Records = _records,
            },
            new PolicyEvaluator(policy, checks),
            checks,
            options
        );
        return reconciler.HandleAsync(events, cancellationToken);
    }
}
