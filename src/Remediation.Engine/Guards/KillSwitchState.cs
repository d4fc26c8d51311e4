namespace Remediation.Engine.Guards;

/// <summary>What a kill switch says.</summary>
/// <param name="IsEngaged">Whether a person stopped automatic changes.</param>
/// <param name="Why">What the person wrote, or why the switch could not be read; empty otherwise.</param>
/// <param name="IsUnreadable">Whether it is not known: nothing is changed, and the event is handled again later.</param>
public sealed record KillSwitchState(bool IsEngaged, string Why, bool IsUnreadable = false)
{
    public static KillSwitchState Clear { get; } = new(IsEngaged: false, "");
}
