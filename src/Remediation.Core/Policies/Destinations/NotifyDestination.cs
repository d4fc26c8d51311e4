namespace Remediation.Core.Policies.Destinations;

/// <summary>Somebody whom the policy has told of outcomes. It is not the notifier that tells them.</summary>
public abstract record NotifyDestination
{
    private protected NotifyDestination() { }

    /// <summary>What it is called wherever deliveries are kept or told of; no two of a policy have the same.</summary>
    public abstract string Name { get; }
}
