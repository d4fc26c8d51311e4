using System.Diagnostics;
using System.Globalization;
using Remediation.Engine;
using Remediation.Engine.Ledgers;
using Remediation.Engine.Offline;
using Remediation.Testing.Emulator;

namespace Remediation.Cli.Tests.Kills;

/// <summary>
/// The real command, killed (SIGKILL) before or after any call of a live run, and run again: it ends right, with the ledger whole, the
/// prior state in it, and an undo that is exact. And the same of the undo.
/// </summary>
[Collection(EmulatorGroup.Name)]
public sealed class KillTests(EmulatorFixture fixture, ITestOutputHelper output)
{
    private const int FewestPoints = 30;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);
    private static readonly string Command = Path.Combine(AppContext.BaseDirectory, "remediate.dll");

    [Fact]
    public async Task Handle_KilledAtAnyCallAndRunAgain_EndsRightAndIsUndoneExactly() =>
        await EachAsync(
            async (scenario, run) =>
            {
                var calm = run.Next(scenario, "calm");
                var id = await scenario.CreateAsync();
                Done(scenario.Name, await run.HandleAsync(scenario, id, calm, run.Proxy.Endpoint));
                var calls = run.Proxy.Requests.ToList();
                HasHalves(scenario, calls);
                var remediated = await scenario.TextAsync(run.Emulator, id);
                Assert.NotEqual(await scenario.TextAsync(run.Emulator, await scenario.CreateAsync()), remediated);
                foreach (var (point, isAfter) in Points(calls))
                {
                    var name = Name(scenario, point, isAfter, calls);
                    id = await scenario.CreateAsync();
                    var before = await scenario.TextAsync(run.Emulator, id);
                    var ledger = run.Next(scenario, "handle");
                    await run.KilledAsync(scenario.Event(id), point, isAfter, run.Handle(ledger));

                    var again = await run.HandleAsync(scenario, id, ledger, run.Emulator.Endpoint);

                    Done(name, again);
                    Assert.Equal((name, remediated), (name, await scenario.TextAsync(run.Emulator, id)));
                    Assert.Equal((name, before), (name, await PriorAsync(ledger)));
                    await run.VerifiedAsync(name, ledger);
                    foreach (var revert in await RevertsAsync(ledger))
                    {
                        var undone = await run.InProcessAsync("", run.Emulator.Endpoint, KillRun.Undo(revert, ledger));
                        Done($"{name}: undo {revert}", undone);
                    }
                    Assert.Equal((name, before), (name, await scenario.TextAsync(run.Emulator, id)));
                    await run.VerifiedAsync(name, ledger);
                }
                return calls.Count;
            }
        );

    [Fact]
    public async Task Undo_KilledAtAnyCallAndRunAgain_BringsBackWhatWasExactly() =>
        await EachAsync(
            async (scenario, run) =>
            {
                var (id, before, ledger, revert) = await RemediatedAsync(scenario, run);
                run.Proxy.Arm(0, isAfter: false, () => { });
                var calm = await run.InProcessAsync("", run.Proxy.Endpoint, KillRun.Undo(revert, ledger));
                Done(scenario.Name, calm);
                Assert.Equal(before, await scenario.TextAsync(run.Emulator, id));
                var calls = run.Proxy.Requests.ToList();
                HasHalves(scenario, calls);
                foreach (var (point, isAfter) in Points(calls))
                {
                    var name = Name(scenario, point, isAfter, calls);
                    (id, before, ledger, revert) = await RemediatedAsync(scenario, run);
                    await run.KilledAsync("", point, isAfter, KillRun.Undo(revert, ledger));

                    var again = await run.InProcessAsync("", run.Emulator.Endpoint, KillRun.Undo(revert, ledger));

                    Done(name, again);
                    Assert.Equal((name, before), (name, await scenario.TextAsync(run.Emulator, id)));
                    await run.VerifiedAsync(name, ledger);
                }
                return calls.Count;
            }
        );

    // Every scenario with a proxy of its own, all at once.
    private async Task EachAsync(Func<KillScenario, KillRun, Task<int>> run)
    {
        var emulator = await fixture.EmptyAsync();
        var watch = Stopwatch.StartNew();
        var kills = 0;
        using var folder = new Scratch();
        var policy = folder.Write("policy.yaml", KillScenario.Policy);
        await Task.WhenAll(
            KillScenario
                .All(emulator)
                .Select(async scenario =>
                {
                    await using var one = new KillRun(emulator, Command, folder, policy, LongestRun);
                    var calls = await run(scenario, one);
                    Interlocked.Add(ref kills, one.Kills);
                    output.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{scenario.Name}: {calls} calls, {one.Kills} kills"
                        )
                    );
                })
        );
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills in {watch.Elapsed:mm\\:ss}"));
        Assert.True(kills >= FewestPoints, $"only {kills} kill points");
    }

    // Between two changes is where it is half-done.
    private static void HasHalves(KillScenario scenario, List<string> calls) =>
        Assert.True(
            calls.Count(call => !IsRead(call)) >= 2,
            $"{scenario.Name} has no place between two changes: {string.Join(", ", calls)}"
        );

    private static void Done(string name, CommandRun run) =>
        Assert.True(run.Code == 0, $"{name}: exit code {run.Code}\n{run.Output}{run.Error}");

    // What is lost after a call that only reads is the same as before the next.
    private static IEnumerable<(int Point, bool IsAfter)> Points(IReadOnlyList<string> calls) =>
        Enumerable
            .Range(1, calls.Count)
            .SelectMany(point => IsRead(calls[point - 1]) ? [(point, false)] : new[] { (point, false), (point, true) });

    private static bool IsRead(string call) =>
        call.StartsWith("Describe", StringComparison.Ordinal)
        || call.StartsWith("Get", StringComparison.Ordinal)
        || call.StartsWith("List", StringComparison.Ordinal);

    private static string Name(KillScenario scenario, int point, bool isAfter, List<string> calls) =>
        $"{scenario.Name}, killed {(isAfter ? "after" : "before")} call {point} ({calls[point - 1]})";

    private static async Task<(string Id, string Before, string Ledger, string Revert)> RemediatedAsync(
        KillScenario scenario,
        KillRun run
    )
    {
        var id = await scenario.CreateAsync();
        var before = await scenario.TextAsync(run.Emulator, id);
        var ledger = run.Next(scenario, "undo");
        Done(scenario.Name, await run.HandleAsync(scenario, id, ledger, run.Emulator.Endpoint));
        return (id, before, ledger, Assert.Single(await RevertsAsync(ledger)));
    }

    // The remediations, the last first; one that was finished later is one with its beginning.
    private static async Task<IReadOnlyList<string>> RevertsAsync(string ledger) =>
        [
            .. LedgerOperation
                .Of((await new FileLedger(ledger).ListAsync(CancellationToken.None)).Value!)
                .Where(operation => operation.Intent is { Action: LedgerAction.Revert, Resumes: null })
                .Select(operation => operation.Id)
                .Reverse(),
        ];

    private static async Task<string> PriorAsync(string ledger)
    {
        var first = (await new FileLedger(ledger).ListAsync(CancellationToken.None)).Value![0].Entry;
        Assert.Equal(LedgerEntryKind.Intent, first.Kind);
        return KillScenario.Text(StateDocument.Read(first.Resource, first.PriorState!).Value);
    }
}
