namespace Remediation.Core.Policies.Destinations;

/// <summary>Issues of a GitHub repository.</summary>
/// <param name="Url">The API, such as <c>https://api.github.com</c>.</param>
/// <param name="Repository">As <c>owner/name</c>.</param>
/// <param name="Token">Where the token is kept.</param>
public sealed record GitHubDestination(Uri Url, string Repository, SecretReference Token) : TicketDestination
{
    public const string UsualUrl = "https://api.github.com";

    public override string Name => $"github {Url.Authority}/{Repository}";
}
