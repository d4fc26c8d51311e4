using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Engine.Tests.Faults;

namespace Remediation.Engine.Tests.Undo;

/// <summary>Every remediation of every scenario undone, held, and undone again; and that with every fault at every call.</summary>
public sealed class UndoScenarioTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<FaultKind> Kinds =
    [
        .. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None),
    ];

    [Fact]
    public async Task Undo_OfEveryScenario_BringsBackWhatWasBeforeAndCanBeUndone()
    {
        var (failures, undone) = (new List<string>(), 0);
        foreach (var scenario in await RemediatedAsync())
        {
            var run = new UndoRun(scenario);
            await run.RunAsync();
            undone += run.Undone;
            failures.AddRange(run.Problems.Select(problem => $"{scenario.Name}: {problem}"));
        }

        output.WriteLine($"{undone} remediations undone");
        Assert.True(failures.Count == 0, $"{failures.Count} failures\n{string.Join('\n', failures.Take(20))}");
        Assert.True(undone > 30, $"only {undone} were undone");
    }

    [Fact]
    public async Task EveryFault_AtEveryCallOfAnUndo_EndsAsWithoutIt()
    {
        var failures = new ConcurrentQueue<string>();
        var runs = 0;
        await Parallel.ForEachAsync(
            await OfEachTypeAsync(),
            TestContext.Current.CancellationToken,
            async (scenario, _) =>
            {
                var calm = new UndoRun(scenario);
                await calm.RunAsync();
                for (var point = 1; point <= calm.Calls.Count; point++)
                {
                    foreach (var kind in Kinds)
                    {
                        var run = new UndoRun(scenario, (point, kind));
                        await run.RunAsync();
                        Interlocked.Increment(ref runs);
                        foreach (var problem in run.Problems)
                        {
                            failures.Enqueue(
                                $"{scenario.Name}: {kind} at call {point} ({calm.Calls[point - 1]}): {problem}"
                            );
                        }
                    }
                }
            }
        );

        output.WriteLine($"{runs} runs");
        Assert.True(failures.IsEmpty, $"{failures.Count} failures\n{string.Join('\n', failures.Take(20))}");
        Assert.True(runs > 500, $"only {runs} runs");
    }

    // The undo of a type goes the same ways whatever check had led to the remediation.
    private static async Task<IEnumerable<Scenario>> OfEachTypeAsync() =>
        (await RemediatedAsync()).GroupBy(scenario => scenario.Target.Type).SelectMany(alike => alike.TakeLast(2));

    private static async Task<ImmutableArray<Scenario>> RemediatedAsync() =>
        [
            .. (await Scenarios.OfSamplesAsync())
                .Concat(await Scenarios.OfStorefrontAsync())
                .Concat(await WeakenedScenarios.AllAsync())
                .Where(scenario => !scenario.Checks.IsEmpty),
        ];
}
