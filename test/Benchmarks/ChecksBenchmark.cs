using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;

namespace Remediation.Benchmarks;

/// <summary>All checks of the catalogue on one security group with ten rules, one that passes and one that offends.</summary>
internal static class ChecksBenchmark
{
    private const double MostMicroseconds = 5;
    private const int Calls = 20_000;
    private const int Rounds = 25;

    private static readonly string[] Sound =
    [
        "in tcp/443 from 0.0.0.0/0",
        "in tcp/443 from ::/0",
        "in tcp/80 from 0.0.0.0/0",
        "in tcp/22 from 10.20.0.0/16",
        "in tcp/8080 from 10.20.4.0/24",
        "in tcp/9090 from 10.20.5.0/24",
        "in icmp/8 from 10.0.0.0/8",
        "out tcp/443 to 0.0.0.0/0",
        "out tcp/5432 to 10.30.0.0/16",
        "out udp/53 to 10.0.0.2/32",
    ];

    // SSH and a database open to the world, and the egress that every group is born with.
    private static readonly string[] Offending =
    [
        "in tcp/20-25 from 0.0.0.0/0",
        "in tcp/5432 from ::/0",
        .. Sound[..7],
        "out all to 0.0.0.0/0",
    ];

    public static List<Row> Run() =>
        [
            Measure("all SG checks on one SG with ten rules, compliant", Sound, isCompliant: true),
            Measure("all SG checks on one SG with ten rules, four failing", Offending, isCompliant: false),
        ];

    private static Row Measure(string name, string[] rules, bool isCompliant)
    {
        var group = Sample.Group(rules);
        var surroundings = new Surroundings
        {
            Attachments = Fact<IReadOnlyList<NetworkInterface>>.Known([new("eni-0a1b2c3d", [group.Id.Id])]),
        };
        var evaluator = Policies.Evaluator();
        var failing = Evaluate(evaluator, group, surroundings).Count(evaluation => !evaluation.Result.IsPass);
        if (failing == 0 != isCompliant)
        {
            throw new InvalidOperationException($"{failing} checks do not pass");
        }
        // Until the code is compiled as well as it ever will be.
        for (var i = 0; i < 10; i++)
        {
            _ = Time(evaluator, group, surroundings);
            Thread.Sleep(50);
        }
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var microseconds = Median.Of(Enumerable.Range(0, Rounds).Select(_ => Time(evaluator, group, surroundings)));
        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (Rounds * Calls);
        return new(
            name,
            string.Create(CultureInfo.InvariantCulture, $"{microseconds:F2} us, {bytes} B"),
            "-",
            "-",
            "<= 5 us",
            microseconds <= MostMicroseconds
        );
    }

    private static double Time(PolicyEvaluator evaluator, SecurityGroup group, Surroundings surroundings)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
        {
            _ = Evaluate(evaluator, group, surroundings);
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
    }

    private static ImmutableArray<CheckEvaluation> Evaluate(
        PolicyEvaluator evaluator,
        SecurityGroup group,
        Surroundings surroundings
    ) => evaluator.Evaluate(group, surroundings, Sample.Now);
}
