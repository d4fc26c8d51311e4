namespace Remediation.Core.Policies.Destinations;

/// <summary>Issues of a Jira project.</summary>
/// <param name="Url">The site, such as <c>https://example.atlassian.net</c>.</param>
/// <param name="Project">The project's key.</param>
/// <param name="User">Whose token it is, for basic authentication; null where the token alone is given, as a bearer.</param>
/// <param name="Token">Where the API token is kept.</param>
/// <param name="IssueType">The name of the type of issue.</param>
public sealed record JiraDestination(Uri Url, string Project, string? User, SecretReference Token, string IssueType)
    : TicketDestination
{
    public const string UsualIssueType = "Task";

    public override string Name => $"jira {Url.Authority}/{Project}";
}
