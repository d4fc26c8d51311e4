using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Approvals;
using Remediation.Engine.Tickets;
using Remediation.Engine.Undo;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>In observe mode the engine gets to its report with every call that changes anything wired to throw.</summary>
public sealed class ObserveTests
{
    [Fact]
    public async Task Handle_EveryScenarioInObserve_SaysWhatItWouldDoAndTouchesNothing()
    {
        var scenarios = await FaultMatrixTests.ScenariosAsync();
        Assert.NotEmpty(scenarios);

        foreach (var scenario in scenarios)
        {
            var would = Assert.Single(await HandleAsync(scenario, scenario.Policy, apply: false));
            var observed = Assert.Single(
                await HandleAsync(scenario, scenario.Policy with { Mode = EnforcementMode.Observe }, apply: true)
            );

            Assert.Equal((scenario.Name, Decision.Observed), (scenario.Name, observed.Decision));
            Assert.Equal(
                (scenario.Name, would.Plan?.Hash, would.Findings.Length),
                (scenario.Name, observed.Plan?.Hash, observed.Findings.Length)
            );
            Assert.StartsWith(
                "the policy's mode is observe; enforce would have",
                observed.Reason,
                StringComparison.Ordinal
            );
        }
    }

    // What was kept while the engine enforced is there: a plan that waits for approval, a break-glass change whose time is over, a
    // remediation that stopped half-way, what is to be looked at again. None of it makes an observing engine change anything.
    [Fact]
    public async Task Handle_WhateverIsKeptFromEnforcing_StaysAsItIs()
    {
        var scenarios = await FaultMatrixTests.ScenariosAsync();
        var approved = 0;
        foreach (var scenario in scenarios)
        {
            var kept = await KeptAsync(scenario);
            foreach (var (mode, apply) in new[] { (EnforcementMode.Observe, true), (EnforcementMode.Enforce, false) })
            {
                var engine = Engine(scenario, scenario.Policy with { Mode = mode }, apply, kept.Records, kept.Ledger);
                var due = await engine.HandleDueAsync(TestContext.Current.CancellationToken);
                var outcomes = await engine.HandleAsync(
                    [FaultRun.Event("e-2", scenario.Target, scenario.Actor)],
                    TestContext.Current.CancellationToken
                );
                Assert.All(
                    due.Concat(outcomes),
                    outcome => Assert.NotEqual((scenario.Name, Decision.Failed), (scenario.Name, outcome.Decision))
                );
                foreach (var plan in kept.Plans)
                {
                    approved++;
                    var result = await engine.ApproveAsync(plan, "bob", TestContext.Current.CancellationToken);
                    var signed = await engine.HandleAsync([Signed(plan)], TestContext.Current.CancellationToken);
                    Assert.All(
                        result.Outcomes.Concat(signed),
                        outcome =>
                            Assert.True(
                                outcome.IsDryRun || outcome.Decision == Decision.Observed,
                                $"{scenario.Name}: {outcome.Decision} {outcome.Reason}"
                            )
                    );
                    Assert.Equal(mode == EnforcementMode.Observe, result.Refusal is not null);
                }
            }
        }
        Assert.True(approved > 10, $"only {approved} plans were approved of");
    }

    // A person's undo is shown without --apply, and that changes nothing either.
    [Fact]
    public async Task Undo_Proposed_TouchesNothing()
    {
        var proposed = 0;
        foreach (var scenario in await FaultMatrixTests.ScenariosAsync())
        {
            var (account, ledger) = (scenario.Open(), new MemoryLedger());
            var ports = new EnginePorts
            {
                Account = account,
                Ledger = ledger,
                Baselines = new MemoryBaselines([.. scenario.Baselines]),
                Time = new VirtualTime(),
            };
            await Engine(ports, scenario, scenario.Policy, apply: true)
                .HandleAsync(
                    [FaultRun.Event("e-1", scenario.Target, scenario.Actor)],
                    TestContext.Current.CancellationToken
                );
            var undoer = new Undoer(
                ports with
                {
                    Account = new Untouchable(account),
                    Ledger = new UntouchableLedger(ledger),
                    Records = new UntouchableRecords(new MemoryRecords()),
                },
                new(),
                [TimeSpan.Zero]
            );
            foreach (var entry in ledger.Entries.Where(entry => entry.Kind == LedgerEntryKind.Intent))
            {
                var result = await undoer.ProposeAsync(new(entry.Id, "carol"), TestContext.Current.CancellationToken);
                Assert.NotNull(result.Proposal);
                proposed++;
            }
        }
        Assert.True(proposed > 10, $"only {proposed} undos were proposed");
    }

    private static Task<ImmutableArray<Outcome>> HandleAsync(Scenario scenario, Policy policy, bool apply) =>
        Engine(scenario, policy, apply, new(), new())
            .HandleAsync(
                [FaultRun.Event("e-1", scenario.Target, scenario.Actor)],
                TestContext.Current.CancellationToken
            );

    // As an engine left it that asks before everything, and had the glass broken before its eyes.
    private static async Task<(MemoryRecords Records, MemoryLedger Ledger, ImmutableArray<string> Plans)> KeptAsync(
        Scenario scenario
    )
    {
        var (records, ledger) = (new MemoryRecords(), new MemoryLedger());
        var asking = scenario.Policy with
        {
            Checks = scenario.Policy.Checks.ToImmutableSortedDictionary(
                check => check.Key,
                check =>
                    check.Value.Respond == Response.Revert
                        ? check.Value.With(new() { Respond = Response.Ask })
                        : check.Value,
                StringComparer.Ordinal
            ),
        };
        var ports = new EnginePorts
        {
            Account = new Untouchable(scenario.Open()),
            Ledger = ledger,
            Records = records,
            Baselines = new MemoryBaselines([.. scenario.Baselines]),
            Time = new VirtualTime(),
        };
        var outcomes = await Engine(ports, scenario, asking, apply: true)
            .HandleAsync(
                [FaultRun.Event("e-1", scenario.Target, scenario.Actor)],
                TestContext.Current.CancellationToken
            );
        return (
            records,
            ledger,
            [
                .. outcomes
                    .Where(outcome => outcome is { Decision: Decision.Ticketed, Verdict.IsValid: true })
                    .Select(outcome => outcome.Plan!.Hash)
                    .Where(hash => records.All().Any(record => record.Key.Collection == $"approval/{hash}")),
            ]
        );
    }

    private const string Key = "correct horse battery staple, and some more";

    private static ParsedEvent Signed(string plan)
    {
        var approval = new SignedApproval(plan, "bob", Sample.Now.AddHours(1), SignedApproval.NewNonce());
        return ParsedEvent.Approval(approval.Sign(Key));
    }

    private static Reconciler Engine(
        Scenario scenario,
        Policy policy,
        bool apply,
        MemoryRecords records,
        MemoryLedger ledger
    ) =>
        Engine(
            new()
            {
                Account = new Untouchable(scenario.Open()),
                Ledger = new UntouchableLedger(ledger),
                Records = new UntouchableRecords(records),
                Baselines = new MemoryBaselines([.. scenario.Baselines]),
                Tickets = [new UntouchableTickets()],
                ApprovalKey = new FixedKey(Key),
                Time = new VirtualTime(),
            },
            scenario,
            policy,
            apply
        );

    private static Reconciler Engine(EnginePorts ports, Scenario scenario, Policy policy, bool apply)
    {
        var options = new ReconcilerOptions
        {
            Apply = apply,
            Account = scenario.Target.Account,
            Region = scenario.Target.Region,
            VerifyDelays = [TimeSpan.Zero],
        };
        return new(ports, new PolicyEvaluator(policy, CheckCatalog.All), CheckCatalog.All, options);
    }

    private static InvalidOperationException Touched(string what) => new($"{what} in observe mode");

    private sealed class Untouchable(IAccount account) : IAccount
    {
        public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken) =>
            account.ReadAsync(reference, cancellationToken);

        public ValueTask<Surroundings> ReadSurroundingsAsync(
            ResourceState state,
            SurroundingKinds kinds,
            CancellationToken cancellationToken
        ) => account.ReadSurroundingsAsync(state, kinds, cancellationToken);

        public IAsyncEnumerable<ResourceState> ListAsync(string type, CancellationToken cancellationToken) =>
            account.ListAsync(type, cancellationToken);

        public ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken) =>
            throw Touched(call.Operation);
    }

    private sealed class UntouchableLedger(MemoryLedger ledger) : ILedger
    {
        public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
            throw Touched("a ledger entry");

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
            ResourceId resource,
            CancellationToken cancellationToken
        ) => ledger.HistoryAsync(resource, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
            ResourceId resource,
            int most,
            CancellationToken cancellationToken
        ) => new MemoryLedger().RecentAsync(resource, most, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
            ResourceId resource,
            int after,
            int most,
            CancellationToken cancellationToken
        ) => ledger.FollowingAsync(resource, after, most, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
            ledger.ListAsync(cancellationToken);

        public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken) =>
            ledger.VerifyAsync(cancellationToken);
    }

    private sealed class UntouchableRecords(MemoryRecords records) : IRecordStore
    {
        public ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken) =>
            records.ReadAsync(key, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
            string collection,
            CancellationToken cancellationToken
        ) => records.ListAsync(collection, cancellationToken);

        public ValueTask<StoreAnswer<StoredRecord>> WriteAsync(
            StoredRecord read,
            string json,
            DateTimeOffset? forgetAfter,
            CancellationToken cancellationToken
        ) => throw Touched($"the record {read.Key}");

        public ValueTask<CallError?> DeleteAsync(StoredRecord read, CancellationToken cancellationToken) =>
            throw Touched($"the record {read.Key}");
    }

    private sealed class UntouchableTickets : ITicketSink
    {
        public string Name => "untouchable";

        public ValueTask<DeliveryOutcome> DeliverAsync(
            TicketNotice ticket,
            string? reference,
            CancellationToken cancellationToken
        ) => throw Touched("a ticket");
    }
}
