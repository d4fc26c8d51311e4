namespace Remediation.Engine.Baselines;

/// <summary>Why a state is kept as a baseline.</summary>
/// <param name="IsApproval">Whether a person approved it; else every check passed on it.</param>
/// <param name="Text">In words, such as who approved it.</param>
public sealed record BaselineReason(bool IsApproval, string Text)
{
    public static BaselineReason Compliant { get; } = new(false, "every check passed");

    public static BaselineReason Approved(string by) => new(true, $"approved by {by}");
}
