namespace Remediation.Core.Policies.Destinations;

/// <summary>An event bus of Amazon EventBridge.</summary>
/// <param name="Bus">The bus by name or ARN.</param>
public sealed record EventBridgeDestination(string Bus) : NotifyDestination
{
    public override string Name => $"eventBridge {Bus}";
}
