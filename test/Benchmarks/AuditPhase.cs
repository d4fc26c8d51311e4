using System.Diagnostics;
using System.Text.Json;
using Remediation.Engine;
using Remediation.Engine.Offline;

namespace Remediation.Benchmarks;

/// <summary>One phase of the audit benchmark, run in a process of its own so that its peak memory is its own.</summary>
internal static class AuditPhase
{
    public const string Parse = "parse";
    public const string Audit = "audit";

    public static async Task<int> RunAsync(string phase, string folder)
    {
        var start = Stopwatch.GetTimestamp();
        if (phase == Parse)
        {
            ParseAll(folder);
        }
        else
        {
            await AuditAsync(folder);
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(new PhaseResult(seconds, PeakMemory.Megabytes()));
        return 0;
    }

    private static void ParseAll(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
        }
    }

    private static async Task AuditAsync(string folder)
    {
        var loaded = SnapshotReader.Load(folder);
        var auditor = new Auditor(Policies.Evaluator(), TimeProvider.System);
        var report = await auditor.AuditAsync(new SnapshotAccount(loaded.Snapshot), null, CancellationToken.None);
        if (loaded.HasErrors || report.Plans.IsEmpty)
        {
            throw new InvalidOperationException("the audit did not find what the made-up account holds");
        }
    }
}
