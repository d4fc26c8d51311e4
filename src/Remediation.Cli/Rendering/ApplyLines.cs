using Remediation.Engine.Approvals;

namespace Remediation.Cli.Rendering;

/// <summary>Why a plan that somebody approves of was not carried out, for people.</summary>
internal static class ApplyLines
{
    public static IEnumerable<Line> Refusal(ApprovalResult result, int width) =>
        result.Refusal is { } refusal
            ? PlanLines
                .Labelled(result.IsRetryable ? "failed" : "refused", Tone.Bad)
                .Say($"the plan was not carried out: {refusal}")
                .Lay(width)
            : [];
}
