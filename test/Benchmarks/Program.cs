using Remediation.Benchmarks;

if (args is ["--phase", var phase, var folder])
{
    return await AuditPhase.RunAsync(phase, folder);
}
var quick = args.Contains("--quick", StringComparer.Ordinal);
var chosen = args.Where(argument => argument != "--quick").ToHashSet(StringComparer.Ordinal);
string[] known = ["revert", "checks", "audit", "scaling", "start", "storm"];
if (chosen.Except(known, StringComparer.Ordinal).Any())
{
    Console.Error.WriteLine($"usage: Benchmarks [--quick] [{string.Join("] [", known)}]");
    return 2;
}
var rows = new List<Row>();
if (chosen.Count == 0 || chosen.Contains("revert"))
{
    rows.AddRange(await RevertBenchmark.RunAsync(pairs: quick ? 15 : 40));
}
if (chosen.Count == 0 || chosen.Contains("checks"))
{
    rows.AddRange(ChecksBenchmark.Run());
}
if (chosen.Count == 0 || chosen.Contains("audit"))
{
    rows.AddRange(await AuditBenchmark.RunAsync(groups: quick ? 10_000 : 100_000, runs: 3));
}
if (chosen.Count == 0 || chosen.Contains("scaling"))
{
    rows.AddRange(await ScalingBenchmark.RunAsync(quick ? [500, 5_000] : [1_000, 10_000, 100_000], runs: 3));
}
if (chosen.Count == 0 || chosen.Contains("start"))
{
    rows.AddRange(await StartBenchmark.RunAsync(runs: quick ? 7 : 15));
}
if (chosen.Count == 0 || chosen.Contains("storm"))
{
    rows.Add(await StormBenchmark.RunAsync(resources: quick ? 50 : 500, eventsPerResource: 20));
}
Table.Print(rows);
return rows.TrueForAll(row => row.IsWithin) ? 0 : 1;
