using Remediation.Engine.Quarantines;

namespace Remediation.Cli.Rendering;

/// <summary>What is said of cutting a workload off, or of letting it out.</summary>
/// <param name="Noun">What it is.</param>
/// <param name="Done">That it was done.</param>
/// <param name="WouldBe">That it would be done, for machines.</param>
/// <param name="Nothing">That there was nothing to do.</param>
internal sealed record WorkloadWords(string Noun, string Done, string WouldBe, string Nothing)
{
    /// <summary>The decision, for machines.</summary>
    public string Decision(QuarantineResult result, bool isApplied) =>
        result.HasConflicts || result.IsRefused ? "refused"
        : result.Failure is not null ? "failed"
        : result.IsNothingToDo ? "nothingToDo"
        : isApplied ? Done
        : WouldBe;
}
