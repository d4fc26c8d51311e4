using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Testing;

namespace Remediation.Benchmarks;

/// <summary>Shuffled and repeated events on many resources, for several engines at once, in memory: how many calls it takes.</summary>
internal sealed class StormBenchmark
{
    private const int Engines = 16;
    private const int BatchSize = 10;
    private const int CallsPerResource = 2;
    private const double MostRatio = 2;

    private readonly int _resources;
    private readonly ConcurrentAccount _account;
    private readonly MemoryLedger _ledger = new();
    private readonly MemoryRecords _records = new();
    private readonly PolicyEvaluator _evaluator = new(Enforcing(), CheckCatalog.All);
    private readonly ConcurrentQueue<ParsedEvent> _queue;

    private StormBenchmark(int resources, int eventsPerResource)
    {
        _resources = resources;
        _account = new(new ScriptedAccount([.. Enumerable.Range(0, resources).Select(Open)]));
        var events = Enumerable
            .Range(0, resources * eventsPerResource)
            .Select(i => Event($"e-{i / 2}", Open(i % resources).Id))
            .ToArray();
        new Random(1).Shuffle(events);
        _queue = new(events);
    }

    public static Task<Row> RunAsync(int resources, int eventsPerResource) =>
        new StormBenchmark(resources, eventsPerResource).MeasureAsync();

    private async Task<Row> MeasureAsync()
    {
        var events = _queue.Count;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Engines).Select(i => Task.Run(() => WorkAsync(i))));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var isClosed = Enumerable.Range(0, _resources).All(i => IsClosed(_account.State<SecurityGroup>(IdOf(i))));
        var floor = CallsPerResource * _resources;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"storm: {events:N0} events on {_resources:N0} resources"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_account.Executed:N0} calls that change, {_account.Reads:N0} reads, {seconds:F1} s"
            ),
            string.Create(CultureInfo.InvariantCulture, $"{floor:N0} calls"),
            string.Create(CultureInfo.InvariantCulture, $"{(double)_account.Executed / floor:F2}"),
            "<= 2 x, all compliant",
            isClosed && _account.Executed <= MostRatio * floor
        );
    }

    private async Task WorkAsync(int engine)
    {
        var ports = new EnginePorts
        {
            Account = _account,
            Ledger = _ledger,
            Records = _records,
            Time = TimeProvider.System,
            Owner = $"engine-{engine}",
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Leases = new() { Pause = TimeSpan.FromMilliseconds(2) },
        };
        var reconciler = new Reconciler(ports, _evaluator, CheckCatalog.All, options);
        while (Batch() is { Count: > 0 } batch)
        {
            var outcomes = await reconciler.HandleAsync(batch, CancellationToken.None);
            foreach (var failed in outcomes.Where(outcome => outcome.Decision == Decision.Failed))
            {
                _queue.Enqueue(failed.Event);
            }
        }
    }

    private List<ParsedEvent> Batch()
    {
        var batch = new List<ParsedEvent>();
        while (batch.Count < BatchSize && _queue.TryDequeue(out var next))
        {
            batch.Add(next);
        }
        return batch;
    }

    // One call adds what is left of the rule, and one revokes it.
    private static SecurityGroup Open(int i) =>
        Sample.NamedGroup(IdOf(i), "app", "in tcp/20-25 from 0.0.0.0/0 \"oops\"", "in tcp/443 from 0.0.0.0/0");

    private static bool IsClosed(SecurityGroup group) =>
        group.Rules.Length == 3
        && !group.Rules.Any(rule => rule.ToString().Contains("tcp/20-25", StringComparison.Ordinal));

    private static string IdOf(int i) => string.Create(CultureInfo.InvariantCulture, $"sg-{i:D17}");

    private static Policy Enforcing() =>
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]) with
        {
            Guardrails = new() { MaxChangesPerHour = null },
        };

    private static ParsedEvent Event(string id, ResourceId target) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = id,
                Channel = EventChannel.Manual,
                Resources = [target.ToReference()],
                Actor = Actor.Unknown,
                Source = "test",
                Name = "manual",
                Time = Sample.Now,
                Account = target.Account,
                Region = target.Region,
            }
        );
}
