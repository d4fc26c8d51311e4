using System.Diagnostics;
using System.Globalization;
using Remediation.Testing;

namespace Remediation.Benchmarks;

/// <summary>The audit of a big snapshot against parsing the same files with JsonDocument and doing nothing with them.</summary>
internal static class AuditBenchmark
{
    private const double MostRatio = 2;
    private const double MostMegabytes = 1024;
    public const int RulesPerGroup = 10;

    /// <summary>Once with the groups' file alone, and once with the file of rules and their ids beside it.</summary>
    public static async Task<List<Row>> RunAsync(int groups, int runs)
    {
        var rows = new List<Row>();
        foreach (var withRuleIds in (bool[])[false, true])
        {
            var folder = Directory.CreateTempSubdirectory("remediation-benchmark-").FullName;
            try
            {
                BigAccount.Write(folder, groups, RulesPerGroup, withRuleIds);
                rows.Add(await MeasureAsync(folder, Name(groups, withRuleIds), runs));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return rows;
    }

    private static string Name(int groups, bool withRuleIds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"snapshot audit, {groups:N0} SGs / {groups * RulesPerGroup:N0} rules{(withRuleIds ? ", with rule ids" : "")}"
        );

    private static async Task<Row> MeasureAsync(string folder, string name, int runs)
    {
        var (parses, audits) = await PhasesAsync(folder, runs);
        var floor = Median.Of(parses.Select(result => result.Seconds));
        var measured = Median.Of(audits.Select(result => result.Seconds));
        var peak = Median.Of(audits.Select(result => result.PeakMegabytes));
        var parsePeak = Median.Of(parses.Select(result => result.PeakMegabytes));
        return new(
            name,
            string.Create(CultureInfo.InvariantCulture, $"{measured:F2} s, {peak:F0} MB"),
            string.Create(CultureInfo.InvariantCulture, $"{floor:F2} s, {parsePeak:F0} MB"),
            string.Create(CultureInfo.InvariantCulture, $"{measured / floor:F2}"),
            "<= 2 x, < 1024 MB",
            measured <= MostRatio * floor && peak < MostMegabytes
        );
    }

    /// <summary>Parsing alone and the audit, in turns, each in a process of its own.</summary>
    public static async Task<(List<PhaseResult> Parses, List<PhaseResult> Audits)> PhasesAsync(string folder, int runs)
    {
        var (parses, audits) = (new List<PhaseResult>(), new List<PhaseResult>());
        for (var run = 0; run < runs; run++)
        {
            parses.Add(await RunAsync(AuditPhase.Parse, folder));
            audits.Add(await RunAsync(AuditPhase.Audit, folder));
        }
        return (parses, audits);
    }

    private static async Task<PhaseResult> RunAsync(string phase, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Benchmarks.dll"));
        }
        start.ArgumentList.Add("--phase");
        start.ArgumentList.Add(phase);
        start.ArgumentList.Add(folder);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? PhaseResult.Parse(output.Trim())
            : throw new InvalidOperationException($"the phase {phase} ended with {process.ExitCode}");
    }
}
