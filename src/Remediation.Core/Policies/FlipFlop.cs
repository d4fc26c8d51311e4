namespace Remediation.Core.Policies;

/// <summary>
/// When two automations are taken to be at odds: the same finding of the same resource was reverted so often within so long. It is
/// then put before a person instead, until fewer of those reverts lie within that time.
/// </summary>
/// <param name="Reverts">How many reverts there may be; at least 1.</param>
/// <param name="Within">Within how long; more than nothing.</param>
public sealed record FlipFlop(int Reverts, TimeSpan Within)
{
    public static FlipFlop Default { get; } = new(3, TimeSpan.FromHours(1));
}
