using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Remediation.Checks;
using Remediation.Core.Checks;

namespace Remediation.Engine.Tests.Faults;

/// <summary>
/// Every scenario with every kind of fault at every single call of a port: it ends as it does when nothing goes wrong.
/// </summary>
public sealed class FaultMatrixTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<FaultKind> Kinds =
    [
        .. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None),
    ];

    // As many pairs as this are drawn; more on demand.
    private static int Pairs => PairsOr(3000);

    internal static int PairsOr(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("REMEDIATION_FAULT_PAIRS"), out var pairs) ? pairs : usual;

    [Fact]
    public async Task EveryFault_AtEveryCall_OfEveryScenario_EndsAsWithoutIt()
    {
        var scenarios = await ScenariosAsync();
        var failures = new ConcurrentQueue<string>();
        var rows = new ConcurrentBag<(string Name, int Points, int Runs)>();
        await Parallel.ForEachAsync(
            scenarios,
            TestContext.Current.CancellationToken,
            async (scenario, _) =>
            {
                var calm = new FaultRun(scenario);
                await calm.RunAsync();
                Report(failures, scenario, "no fault", calm, calm);
                for (var point = 1; point <= calm.Calls.Count; point++)
                {
                    foreach (var kind in Kinds)
                    {
                        var run = new FaultRun(scenario, (point, kind));
                        await run.RunAsync();
                        Report(failures, scenario, $"{kind} at call {point} ({calm.Calls[point - 1]})", run, calm);
                    }
                }
                rows.Add((scenario.Name, calm.Calls.Count, calm.Calls.Count * Kinds.Length));
            }
        );

        foreach (var row in rows.OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"{row.Name}: {row.Points} fault points x {Kinds.Length} kinds");
        }
        output.WriteLine(
            $"{scenarios.Length} scenarios, {rows.Sum(row => row.Points)} fault points: {rows.Sum(row => row.Runs)} runs"
        );
        Assert.True(failures.IsEmpty, $"{failures.Count} failures\n{string.Join('\n', failures.Take(20))}");
    }

    [Fact]
    public async Task Scenarios_CoverEveryCheckWithAFix()
    {
        var scenarios = await AllAsync();

        Assert.Empty(
            CheckCatalog
                .All.Where(check => check.Metadata.FixKind != FixKind.TicketOnly)
                .Select(check => check.Metadata.Id)
                .Except(scenarios.SelectMany(scenario => scenario.Checks), StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task PairsOfFaults_Drawn_EndAsWithoutThem()
    {
        var scenarios = await ScenariosAsync();
        var failures = new ConcurrentQueue<string>();
        var calm = new ConcurrentDictionary<string, Task<FaultRun>>(StringComparer.Ordinal);
        var first = Environment.GetEnvironmentVariable("REMEDIATION_FAULT_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        output.WriteLine($"{Pairs} pairs from seed {first}");
        await Parallel.ForAsync(
            0,
            Pairs,
            TestContext.Current.CancellationToken,
            async (i, _) =>
            {
                // The seed alone says which pair it is.
                var random = new Random(first + i);
                var scenario = scenarios[random.Next(scenarios.Length)];
                var reference = await calm.GetOrAdd(scenario.Name, _ => CalmAsync(scenario));
                var points = reference.Calls.Count;
                var one = random.Next(1, points + 1);
                var two = one + random.Next(1, points + 1);
                (int, FaultKind)[] pair =
                [
                    (one, random.GetItems(Kinds.AsSpan(), 1)[0]),
                    (two, random.GetItems(Kinds.AsSpan(), 1)[0]),
                ];
                var run = new FaultRun(scenario, pair);
                await run.RunAsync();
                Report(failures, scenario, $"seed {first + i}: {pair[0]} and {pair[1]}", run, reference);
            }
        );

        Assert.True(failures.IsEmpty, $"{failures.Count} of {Pairs}\n{string.Join('\n', failures.Take(20))}");
    }

    // To look into one of them: only those with this in their name.
    private static string Wanted => Environment.GetEnvironmentVariable("REMEDIATION_FAULT_SCENARIO") ?? "";

    internal static async Task<ImmutableArray<Scenario>> ScenariosAsync() =>
        [.. (await AllAsync()).Where(scenario => scenario.Name.Contains(Wanted, StringComparison.Ordinal))];

    private static async Task<ImmutableArray<Scenario>> AllAsync() =>
        [
            .. await Scenarios.OfSamplesAsync(),
            .. await Scenarios.OfStorefrontAsync(),
            .. await WeakenedScenarios.AllAsync(),
            .. GuardedScenarios.All,
        ];

    private static async Task<FaultRun> CalmAsync(Scenario scenario)
    {
        var run = new FaultRun(scenario);
        await run.RunAsync();
        return run;
    }

    private static void Report(
        ConcurrentQueue<string> failures,
        Scenario scenario,
        string fault,
        FaultRun run,
        FaultRun calm
    )
    {
        foreach (var problem in run.Faults)
        {
            failures.Enqueue($"{scenario.Name}: {fault}: {problem}");
        }
        if (run.Result != calm.Result && run.Faults.Count == 0)
        {
            failures.Enqueue($"{scenario.Name}: {fault}: ends as\n{run.Result}\ninstead of\n{calm.Result}");
        }
    }
}
