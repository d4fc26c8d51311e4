using System.Collections.Concurrent;
using System.Collections.Immutable;
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

    [Fact]
    public async Task EveryFault_AtEveryCall_OfEveryScenario_EndsAsWithoutIt()
    {
        ImmutableArray<Scenario> scenarios =
        [
            .. await Scenarios.OfSamplesAsync(),
            .. await WeakenedScenarios.AllAsync(),
        ];
        var failures = new ConcurrentQueue<string>();
        var runs = 0;
        var points = 0;
        await Parallel.ForEachAsync(
            scenarios,
            TestContext.Current.CancellationToken,
            async (scenario, _) =>
            {
                var calm = new FaultRun(scenario);
                await calm.RunAsync();
                Report(failures, scenario, "no fault", calm, calm);
                Interlocked.Add(ref points, calm.Calls.Count);
                for (var point = 1; point <= calm.Calls.Count; point++)
                {
                    foreach (var kind in Kinds)
                    {
                        var run = new FaultRun(scenario, (point, kind));
                        await run.RunAsync();
                        Interlocked.Increment(ref runs);
                        Report(failures, scenario, $"{kind} at call {point} ({calm.Calls[point - 1]})", run, calm);
                    }
                }
            }
        );

        output.WriteLine($"{scenarios.Length} scenarios, {points} fault points, {Kinds.Length} kinds: {runs} runs");
        var uncovered = CheckCatalog
            .All.Where(check => check.Metadata.FixKind != FixKind.TicketOnly)
            .Select(check => check.Metadata.Id)
            .Except(scenarios.SelectMany(scenario => scenario.Checks), StringComparer.Ordinal);
        output.WriteLine($"without a scenario: {string.Join(", ", uncovered)}");
        Assert.True(failures.IsEmpty, $"{failures.Count} of {runs}\n{string.Join('\n', failures.Take(60))}");
        Assert.True(scenarios.Length > 20);
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
