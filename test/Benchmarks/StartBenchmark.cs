using System.Globalization;

namespace Remediation.Benchmarks;

/// <summary>
/// From the start of the function's process to the answer of its first invocation: ahead of time, against an empty program of the
/// same kind, and as it would be with the .NET runtime. All three in turns.
/// </summary>
internal static class StartBenchmark
{
    private const double MostMilliseconds = 60;
    private const double MostMegabytes = 64;
    private const double MostZipped = 10;
    private const int WarmUp = 3;

    public static async Task<List<Row>> RunAsync(int runs)
    {
        using var framework = await Published.PublishAsync("src/Remediation.Lambda", "bootstrap", isAheadOfTime: false);
        using var native = await Published.PublishAsync("src/Remediation.Lambda", "bootstrap", isAheadOfTime: true);
        using var empty = await Published.PublishAsync("test/Benchmarks.Floor", "floor", isAheadOfTime: true);
        List<double> floors = [];
        List<(double Milliseconds, double Megabytes)> natives = [];
        List<(double Milliseconds, double Megabytes)> frameworks = [];
        for (var run = -WarmUp; run < runs; run++)
        {
            var floor = await FirstInvocation.ExitAsync(empty.Program);
            var ahead = await FirstInvocation.MeasureAsync(native.Program);
            var just = await FirstInvocation.MeasureAsync(framework.Program);
            if (run >= 0)
            {
                floors.Add(floor);
                natives.Add(ahead);
                frameworks.Add(just);
            }
        }
        return
        [
            Of("bootstrap: process start -> first response", natives, native.ZippedMegabytes(), floors, isJudged: true),
            Of(
                "the same with the .NET runtime, for comparison",
                frameworks,
                framework.ZippedMegabytes(),
                floors,
                isJudged: false
            ),
        ];
    }

    private static Row Of(
        string what,
        List<(double Milliseconds, double Megabytes)> runs,
        double zipped,
        List<double> floors,
        bool isJudged
    )
    {
        var milliseconds = Median.Of(runs.Select(run => run.Milliseconds));
        var megabytes = Median.Of(runs.Select(run => run.Megabytes));
        var floor = Median.Of(floors);
        return new(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} ms, {megabytes:F0} MB, zip {zipped:F1} MB"),
            string.Create(CultureInfo.InvariantCulture, $"{floor:F1} ms"),
            string.Create(CultureInfo.InvariantCulture, $"{milliseconds / floor:F1}"),
            isJudged ? "<= 60 ms, <= 64 MB, zip <= 10 MB" : "-",
            !isJudged || (milliseconds <= MostMilliseconds && megabytes <= MostMegabytes && zipped <= MostZipped)
        );
    }
}
