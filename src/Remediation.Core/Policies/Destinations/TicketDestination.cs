namespace Remediation.Core.Policies.Destinations;

/// <summary>A place that the policy has tickets kept in. It is not the sink that delivers them.</summary>
public abstract record TicketDestination
{
    private protected TicketDestination() { }

    /// <summary>What it is called wherever deliveries are kept or told of; no two of a policy have the same.</summary>
    public abstract string Name { get; }
}
