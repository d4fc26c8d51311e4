using System.Collections.Immutable;

namespace Remediation.Lambda.Telemetry;

/// <summary>One metric and its values at one time.</summary>
/// <param name="Name">One of <see cref="MetricNames"/>.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Values">At least one; of more than <see cref="EmbeddedMetrics.MostValues"/> the first are written.</param>
public sealed record Metric(string Name, MetricUnit Unit, ImmutableArray<double> Values)
{
    public static Metric Count(string name, int value) => new(name, MetricUnit.Count, [value]);
}
