using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Engine.Tests.Faults;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>Quarantine and release, of an instance in two VPCs, with every fault at every call of a port, and with pairs of faults.</summary>
public sealed class QuarantineFaultTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<FaultKind> Kinds =
    [
        .. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None),
    ];

    private static ImmutableArray<QuarantineScenario> All { get; } =
    [
        new("soft", TwoNetworks.Policy, null, IsHard: false),
        new("hard", TwoNetworks.Policy, null, IsHard: true),
        new(
            "by a finding",
            TwoNetworks.Policy with
            {
                Quarantine = TwoNetworks.Policy.Quarantine with { IsHard = true },
            },
            QuarantineTests.Finding("UnauthorizedAccess:EC2/X", Severity.High),
            IsHard: true
        ),
        new(
            "by a check's response",
            TwoNetworks.Policy,
            FaultRun.Event("e-1", new(ResourceTypes.SecurityGroup, TwoNetworks.Open, Sample.Account, Sample.Region)),
            IsHard: false
        ),
    ];

    [Fact]
    public async Task EveryFault_AtEveryCall_EndsCutOffAndThenAsBefore()
    {
        var failures = new ConcurrentQueue<string>();
        var rows = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            All,
            TestContext.Current.CancellationToken,
            async (scenario, _) =>
            {
                var calm = new QuarantineRun(scenario);
                await calm.RunAsync();
                Report(failures, scenario, "no fault", calm);
                for (var point = 1; point <= calm.Calls.Count; point++)
                {
                    foreach (var kind in Kinds)
                    {
                        var run = new QuarantineRun(scenario, (point, kind));
                        await run.RunAsync();
                        Report(failures, scenario, $"{kind} at call {point} ({calm.Calls[point - 1]})", run);
                    }
                }
                rows.Enqueue($"{scenario.Name}: {calm.Calls.Count} fault points x {Kinds.Length} kinds");
            }
        );

        foreach (var row in rows.Order(StringComparer.Ordinal))
        {
            output.WriteLine(row);
        }
        Assert.True(failures.IsEmpty, $"{failures.Count} failures\n{string.Join('\n', failures.Take(20))}");
    }

    [Fact]
    public async Task PairsOfFaults_Drawn_EndCutOffAndThenAsBefore()
    {
        var pairs = FaultMatrixTests.PairsOr(300);
        var failures = new ConcurrentQueue<string>();
        var first = Environment.GetEnvironmentVariable("REMEDIATION_FAULT_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        output.WriteLine($"{pairs} pairs from seed {first}");
        var calls = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        foreach (var scenario in All)
        {
            var calm = new QuarantineRun(scenario);
            await calm.RunAsync();
            calls[scenario.Name] = calm.Calls.Count;
        }
        await Parallel.ForAsync(
            0,
            pairs,
            TestContext.Current.CancellationToken,
            async (i, _) =>
            {
                var random = new Random(first + i);
                var scenario = All[random.Next(All.Length)];
                var points = calls[scenario.Name];
                var one = random.Next(1, points + 1);
                (int, FaultKind)[] pair =
                [
                    (one, random.GetItems(Kinds.AsSpan(), 1)[0]),
                    (one + random.Next(1, points + 1), random.GetItems(Kinds.AsSpan(), 1)[0]),
                ];
                var run = new QuarantineRun(scenario, pair);
                await run.RunAsync();
                Report(failures, scenario, $"seed {first + i}: {pair[0]} and {pair[1]}", run);
            }
        );

        Assert.True(failures.IsEmpty, $"{failures.Count} of {pairs}\n{string.Join('\n', failures.Take(20))}");
    }

    private static void Report(
        ConcurrentQueue<string> failures,
        QuarantineScenario scenario,
        string fault,
        QuarantineRun run
    )
    {
        foreach (var problem in run.Problems)
        {
            failures.Enqueue($"{scenario.Name}: {fault}: {problem}");
        }
    }
}
