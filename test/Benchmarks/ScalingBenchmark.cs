using System.Globalization;
using Remediation.Testing;

namespace Remediation.Benchmarks;

/// <summary>
/// The audit of ever larger snapshots: what a group more costs in time and memory, against the same of parsing alone. It has to
/// stay what it was, or fall, as what a process costs at all is spread over more of them.
/// </summary>
internal static class ScalingBenchmark
{
    private const double MostGrowth = 1.5;

    public static async Task<List<Row>> RunAsync(int[] sizes, int runs)
    {
        var rows = new List<Row>();
        var least = double.MaxValue;
        foreach (var groups in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("remediation-benchmark-").FullName;
            try
            {
                BigAccount.Write(folder, groups, AuditBenchmark.RulesPerGroup, withRuleIds: false);
                var (parses, audits) = await AuditBenchmark.PhasesAsync(folder, runs);
                var micros = PerGroup(audits, groups);
                rows.Add(RowOf(groups, parses, audits, micros, least));
                least = Math.Min(least, micros);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return rows;
    }

    private static Row RowOf(
        int groups,
        IReadOnlyList<PhaseResult> parses,
        IReadOnlyList<PhaseResult> audits,
        double micros,
        double least
    )
    {
        var floor = PerGroup(parses, groups);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"snapshot audit, {groups:N0} SGs: a group"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{micros:F1} us, {Median.Of(audits.Select(run => run.PeakMegabytes)):F0} MB in all"
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{floor:F1} us, {Median.Of(parses.Select(run => run.PeakMegabytes)):F0} MB in all"
            ),
            string.Create(CultureInfo.InvariantCulture, $"{micros / floor:F2}"),
            "<= 1.5 x a smaller one's",
            micros <= MostGrowth * least
        );
    }

    private static double PerGroup(IEnumerable<PhaseResult> runs, int groups) =>
        Median.Of(runs.Select(run => run.Seconds)) * 1e6 / groups;
}
