using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Engine;

namespace Remediation.Lambda.Telemetry;

/// <summary>
/// The metrics of the function, one line for an invocation and one for each check that found something: by few dimensions, since
/// every combination of their values is a metric that is paid for.
/// </summary>
/// <param name="functionName">The value of the dimension <see cref="MetricNames.Function"/>.</param>
/// <param name="canaryGroup">The group that the heartbeat's events name; empty where there is none.</param>
/// <param name="log">The function's log.</param>
public sealed class FunctionMetrics(string functionName, string canaryGroup, TextWriter log)
{
    /// <summary>An event of the heartbeat that is older was not handled in time.</summary>
    public static readonly TimeSpan HeartbeatLimit = TimeSpan.FromMinutes(5);

    /// <summary>Writes the metrics of one invocation.</summary>
    public void Write(HandledBatch batch)
    {
        log.WriteLine(EmbeddedMetrics.Line(batch.Ended, Dimensions, [.. OfBatch(batch)]));
        var changed = batch.Outcomes.Where(outcome => !IsCanary(outcome.Event)).Concat(batch.Due);
        // Outcomes of events that were handled together have the same findings.
        var findings = changed
            .SelectMany(outcome => outcome.Findings)
            .DistinctBy(finding => finding.Id, StringComparer.Ordinal)
            .CountBy(finding => finding.Check.Id, StringComparer.Ordinal);
        foreach (var (check, count) in findings.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            log.WriteLine(
                EmbeddedMetrics.Line(
                    batch.Ended,
                    [.. Dimensions, new(MetricNames.Check, check)],
                    [Metric.Count(MetricNames.Findings, count)]
                )
            );
        }
    }

    /// <summary>Writes whether the policy that should be in force is not.</summary>
    public void WritePolicy(DateTimeOffset time, bool isInvalid) =>
        log.WriteLine(
            EmbeddedMetrics.Line(time, Dimensions, [Metric.Count(MetricNames.PolicyInvalid, isInvalid ? 1 : 0)])
        );

    private IReadOnlyList<KeyValuePair<string, string>> Dimensions => [new(MetricNames.Function, functionName)];

    private IEnumerable<Metric> OfBatch(HandledBatch batch)
    {
        var events = batch.Events.Where(parsed => !HandledBatch.IsTick(parsed) && !IsCanary(parsed)).ToHashSet();
        ImmutableArray<Outcome> outcomes =
        [
            .. batch.Outcomes.Where(outcome => events.Contains(outcome.Event)),
            .. batch.Due,
        ];
        var undone = outcomes.Where(outcome => outcome.Decision is Decision.Failed or Decision.Rejected);
        yield return Metric.Count(
            MetricNames.EventsHandled,
            events.Count - undone.Select(outcome => outcome.Event).Where(events.Contains).Distinct().Count()
        );
        yield return Metric.Count(MetricNames.Failed, Count(outcomes, Decision.Failed));
        yield return Metric.Count(MetricNames.Rejected, Count(outcomes, Decision.Rejected));
        yield return Metric.Count(MetricNames.ChangesHeld, outcomes.Count(outcome => outcome.Held is not null));
        foreach (var name in MetricNames.Decisions)
        {
            var count = Count(outcomes, Enum.Parse<Decision>(name));
            if (count > 0)
            {
                yield return Metric.Count(name, count);
            }
        }
        foreach (var latency in Latencies(outcomes, batch.Received))
        {
            yield return latency;
        }
        var beats = batch.Outcomes.Where(outcome => IsCanary(outcome.Event)).ToList();
        if (beats.Count > 0)
        {
            yield return new(
                MetricNames.Heartbeat,
                MetricUnit.Count,
                [.. beats.Select(beat => Beat(beat, batch.Ended))]
            );
        }
        if (batch.Pending is { } pending)
        {
            yield return Metric.Count(MetricNames.TicketsPending, pending.Count);
            yield return new(
                MetricNames.TicketsPendingAge,
                MetricUnit.Seconds,
                [Math.Round(pending.Oldest.TotalSeconds)]
            );
        }
    }

    private static IEnumerable<Metric> Latencies(ImmutableArray<Outcome> outcomes, DateTimeOffset received)
    {
        var spans = outcomes
            .Where(outcome => outcome.Event.Change is { } change && change.Time != Change.UnknownTime)
            .SelectMany(outcome => Spans(outcome, received))
            .GroupBy(span => span.Name, span => span.Milliseconds, StringComparer.Ordinal);
        return spans.Select(group => new Metric(group.Key, MetricUnit.Milliseconds, [.. group]));
    }

    private static IEnumerable<(string Name, double Milliseconds)> Spans(Outcome outcome, DateTimeOffset received)
    {
        var (decided, applied, verified) = outcome.Stages;
        var happened = outcome.Event.Change!.Time;
        (string, DateTimeOffset, DateTimeOffset?)[] stages =
        [
            (MetricNames.EventToReceived, happened, received),
            (MetricNames.ReceivedToDecided, received, decided),
            (MetricNames.DecidedToApplied, decided ?? received, applied),
            (MetricNames.AppliedToVerified, applied ?? received, verified),
            (MetricNames.EventToVerified, happened, verified),
        ];
        foreach (var (name, from, to) in stages)
        {
            if (to is { } end)
            {
                // Clocks of different machines may differ by a little.
                yield return (name, Math.Max(0, Math.Round((end - from).TotalMilliseconds)));
            }
        }
    }

    private static double Beat(Outcome outcome, DateTimeOffset ended) =>
        outcome.Decision is not (Decision.Failed or Decision.Rejected)
        && ended - outcome.Event.Change!.Time <= HeartbeatLimit
            ? 1
            : 0;

    private bool IsCanary(ParsedEvent parsed) =>
        canaryGroup.Length > 0
        && parsed.Change is { } change
        && change.Resources.Any(resource => resource.Id == canaryGroup);

    private static int Count(ImmutableArray<Outcome> outcomes, Decision decision) =>
        outcomes.Count(outcome => outcome.Decision == decision);
}
