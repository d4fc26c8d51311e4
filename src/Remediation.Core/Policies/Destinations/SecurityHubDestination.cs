namespace Remediation.Core.Policies.Destinations;

/// <summary>Findings of AWS Security Hub, in the account and region of the engine.</summary>
public sealed record SecurityHubDestination : TicketDestination
{
    public override string Name => "securityHub";
}
