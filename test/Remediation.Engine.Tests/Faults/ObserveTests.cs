using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;
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

    private static async Task<IReadOnlyList<Outcome>> HandleAsync(Scenario scenario, Policy policy, bool apply)
    {
        var ports = new EnginePorts
        {
            Account = new Untouchable(scenario.Open()),
            Ledger = new UntouchableLedger(),
            Records = new UntouchableRecords(),
            Baselines = new MemoryBaselines([.. scenario.Baselines]),
            Tickets = [new UntouchableTickets()],
            Time = new VirtualTime(),
        };
        var options = new ReconcilerOptions
        {
            Apply = apply,
            Account = scenario.Target.Account,
            Region = scenario.Target.Region,
        };
        var engine = new Reconciler(ports, new PolicyEvaluator(policy, CheckCatalog.All), CheckCatalog.All, options);
        return await engine.HandleAsync(
            [FaultRun.Event("e-1", scenario.Target, scenario.Actor)],
            TestContext.Current.CancellationToken
        );
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

    private sealed class UntouchableLedger : ILedger
    {
        public ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
            throw Touched("a ledger entry");

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
            ResourceId resource,
            CancellationToken cancellationToken
        ) => new MemoryLedger().HistoryAsync(resource, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
            ResourceId resource,
            int most,
            CancellationToken cancellationToken
        ) => new MemoryLedger().RecentAsync(resource, most, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
            new MemoryLedger().ListAsync(cancellationToken);

        public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken) =>
            new MemoryLedger().VerifyAsync(cancellationToken);
    }

    private sealed class UntouchableRecords : IRecordStore
    {
        private readonly MemoryRecords _records = new();

        public ValueTask<StoreAnswer<StoredRecord>> ReadAsync(RecordKey key, CancellationToken cancellationToken) =>
            _records.ReadAsync(key, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<StoredRecord>>> ListAsync(
            string collection,
            CancellationToken cancellationToken
        ) => _records.ListAsync(collection, cancellationToken);

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
