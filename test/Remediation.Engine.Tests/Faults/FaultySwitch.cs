using Remediation.Engine.Guards;

namespace Remediation.Engine.Tests.Faults;

/// <summary>A kill switch that nobody turned, and that cannot always be read.</summary>
public sealed class FaultySwitch(FaultPlan faults) : IKillSwitch
{
    public ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken) =>
        faults.CallAsync(
            "switch.Read",
            () => ValueTask.FromResult(KillSwitchState.Clear),
            error => new(IsEngaged: false, error.ToString(), IsUnreadable: true)
        );
}
