namespace Remediation.Core.Policies.Destinations;

/// <summary>OpsItems of AWS Systems Manager OpsCenter, in the account and region of the engine.</summary>
public sealed record OpsCenterDestination : TicketDestination
{
    public override string Name => "opsCenter";
}
