using System.Collections.Immutable;

namespace Remediation.Engine.Quarantines;

/// <summary>What cutting off whatever is attached to a resource came to.</summary>
/// <param name="Workloads">The ids of what is cut off now.</param>
internal sealed record ContainmentResult(ImmutableArray<string> Workloads)
{
    /// <summary>Why some or all of it is not cut off, so that a person has to see to it; or null.</summary>
    public string? Refused { get; init; }

    /// <summary>With <see cref="Refused"/>: when it may be cut off by itself; null where only a person ends what holds it back.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why it has to be tried again; or null.</summary>
    public string? Retry { get; init; }

    public static ContainmentResult Not(string why) => new([]) { Refused = why };

    public static ContainmentResult Later(string why) => new([]) { Retry = why };

    /// <summary>The outcome of what the resource was judged to, once this was done.</summary>
    public Outcome Of(Judgement judgement, Outcome outcome) =>
        Workloads.IsEmpty
            ? outcome
            : outcome with
            {
                Decision = Decision.Quarantined,
                CutOff = Workloads,
                Reason = Told(
                    Workloads,
                    judgement.IsToBeApplied
                        ? DecisionTable.Done(judgement.Verdict!.Proof, judgement.Tickets)
                        : outcome.Reason
                ),
            };

    /// <summary>What was done, with what was cut off before it.</summary>
    public static string Told(ImmutableArray<string> workloads, string reason) =>
        workloads.IsEmpty ? reason : $"cut off {string.Join(", ", workloads)}; {reason}";
}
