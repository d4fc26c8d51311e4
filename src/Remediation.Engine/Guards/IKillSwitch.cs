namespace Remediation.Engine.Guards;

/// <summary>
/// The switch with which a person stops every automatic change at once. It is asked right before each; nothing keeps an answer.
/// What a person asks for by hand (undo, release) goes on.
/// </summary>
public interface IKillSwitch
{
    /// <summary>What the switch says; an answer that cannot be had stops changes too.</summary>
    ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken);
}
