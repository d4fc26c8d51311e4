namespace Remediation.Engine.Guards;

/// <summary>For an account in memory, where there is nothing to stop.</summary>
public sealed class NoKillSwitch : IKillSwitch
{
    public static NoKillSwitch Instance { get; } = new();

    public ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(KillSwitchState.Clear);
}
