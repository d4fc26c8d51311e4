using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>Ten thousand shuffled and repeated events on five hundred resources, and many engines at once.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Groups = 500;
    private const int EventsPerGroup = 20;
    private const int Engines = 16;
    private const int BatchSize = 10;

    private static readonly ImmutableArray<Check> Checks = [new SgOpenAdminPort()];

    [Fact]
    public async Task Storm_ManyEngines_RemediateEachResourceOnce()
    {
        var account = new ConcurrentAccount(
            new ScriptedAccount([
                .. Enumerable
                    .Range(0, Groups)
                    .Select(i =>
                        Sample.NamedGroup(
                            IdOf(i),
                            "app",
                            "in tcp/20-25 from 0.0.0.0/0 \"oops\"",
                            "in tcp/443 from 0.0.0.0/0"
                        )
                    ),
            ])
        );
        var ledger = new MemoryLedger();
        var records = new MemoryRecords();
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var queue = new ConcurrentQueue<ParsedEvent>(Shuffled(new Random(seed)));

        await Task.WhenAll(
            Enumerable.Range(0, Engines).Select(i => Task.Run(() => WorkAsync(i, queue, account, ledger, records)))
        );

        Assert.Empty(queue);
        for (var i = 0; i < Groups; i++)
        {
            var group = account.State<SecurityGroup>(IdOf(i));
            Assert.DoesNotContain(group.Rules, rule => Sample.Evaluate(Checks[0], group, Policy).Result.IsFail);
            Assert.Equal(3, group.Rules.Length);
        }
        // One that adds what is left of the rule, and one that revokes it.
        Assert.Equal(2 * Groups, account.Executed);
        Assert.Equal(Groups, ledger.Entries.Count(entry => entry.Kind == LedgerEntryKind.Intent));
        output.WriteLine($"{Groups * EventsPerGroup} events, {account.Executed} mutations, {account.Reads} reads");
    }

    private static Policy Policy { get; } =
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]) with
        {
            Guardrails = new() { MaxChangesPerHour = null },
        };

    private static async Task WorkAsync(
        int engine,
        ConcurrentQueue<ParsedEvent> queue,
        IAccount account,
        ILedger ledger,
        IRecordStore records
    )
    {
        var ports = new EnginePorts
        {
            Account = account,
            Ledger = ledger,
            Records = records,
            Time = TimeProvider.System,
            Owner = $"engine-{engine}",
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Leases = new() { Pause = TimeSpan.FromMilliseconds(2) },
        };
        var reconciler = new Reconciler(ports, new PolicyEvaluator(Policy, Checks), Checks, options);
        while (Batch(queue) is { Count: > 0 } batch)
        {
            var outcomes = await reconciler.HandleAsync(batch, CancellationToken.None);
            foreach (var failed in outcomes.Where(outcome => outcome.Decision == Decision.Failed))
            {
                Assert.True(failed.IsRetryable, failed.Reason);
                queue.Enqueue(failed.Event);
            }
        }
    }

    private static List<ParsedEvent> Batch(ConcurrentQueue<ParsedEvent> queue)
    {
        var batch = new List<ParsedEvent>();
        while (batch.Count < BatchSize && queue.TryDequeue(out var next))
        {
            batch.Add(next);
        }
        return batch;
    }

    private static ParsedEvent[] Shuffled(Random random)
    {
        var events = Enumerable
            .Range(0, Groups * EventsPerGroup)
            .Select(i => FaultRun.Event($"e-{i / 2}", Sample.NamedGroup(IdOf(i % Groups), "app").Id))
            .ToArray();
        random.Shuffle(events);
        return events;
    }

    private static string IdOf(int i) => string.Create(CultureInfo.InvariantCulture, $"sg-{i:D17}");
}
