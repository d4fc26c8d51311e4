namespace Remediation.Core.Policies.Destinations;

/// <summary>Anything that takes tickets by HTTP POST, each signed.</summary>
/// <param name="Url">Where to post to.</param>
/// <param name="Secret">Where the key of the signature is kept.</param>
public sealed record WebhookDestination(Uri Url, SecretReference Secret) : TicketDestination
{
    public override string Name => $"webhook {Url}";
}
