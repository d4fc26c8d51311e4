namespace Remediation.Core.Policies.Destinations;

/// <summary>A channel of Slack by its incoming webhook, whose URL lets anybody write there and so is a secret.</summary>
/// <param name="Webhook">Where the URL is kept.</param>
public sealed record SlackDestination(SecretReference Webhook) : NotifyDestination
{
    public override string Name => $"slack {Webhook}";
}
