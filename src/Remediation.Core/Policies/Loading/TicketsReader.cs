using System.Collections.Immutable;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads where tickets are kept.</summary>
internal sealed class TicketsReader(ValueReader values)
{
    public const string ProjectPattern = "^[A-Z][A-Z0-9_]{1,49}$";
    public const string TablePattern = "^[a-z][a-z0-9_]{0,79}$";
    public const string RepositoryPattern = "^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$";

    /// <summary>A name of a user: whatever basic authentication can carry.</summary>
    public const string UserPattern = @"^[^\s:\p{C}]+$";

    private readonly DestinationValues _parts = new(values);

    public ImmutableArray<TicketDestination> Read(YamlNode? node)
    {
        var read = ImmutableArray.CreateBuilder<TicketDestination>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in values.Items(node))
        {
            if (
                _parts.Only(item, PolicyKeys.Tickets) is { } entry
                && One(entry.Key.Text, entry.Value) is { } destination
                && _parts.IsFirst(item, destination.Name, lines)
            )
            {
                read.Add(destination);
            }
        }
        return read.ToImmutable();
    }

    private TicketDestination? One(string kind, YamlNode node) =>
        kind switch
        {
            "opsCenter" => values.Fields(node, PolicyKeys.Nothing) is null ? null : new OpsCenterDestination(),
            "securityHub" => values.Fields(node, PolicyKeys.Nothing) is null ? null : new SecurityHubDestination(),
            "jira" => values.Fields(node, PolicyKeys.Jira) is { } jira ? Jira(jira) : null,
            "serviceNow" => values.Fields(node, PolicyKeys.ServiceNow) is { } now ? ServiceNow(now) : null,
            "github" => values.Fields(node, PolicyKeys.GitHub) is { } github ? GitHub(github) : null,
            _ => values.Fields(node, PolicyKeys.Webhook) is { } webhook ? Webhook(webhook) : null,
        };

    private JiraDestination? Jira(Fields fields)
    {
        var (url, user, token) = (_parts.Url(fields["url"]), User(fields["user"]), _parts.Secret(fields["token"]));
        var project = _parts.Formed(
            fields["project"],
            ProjectPattern,
            "the key of a Jira project",
            "Capital letters and digits, such as SEC"
        );
        var type = fields["issueType"] is { } given ? values.Text(given) : JiraDestination.UsualIssueType;
        return url is null || token is null || project is null || type is null
            ? null
            : new(url, project, user, token, type);
    }

    private ServiceNowDestination? ServiceNow(Fields fields)
    {
        var (url, user, password) = (
            _parts.Url(fields["url"]),
            User(fields["user"]),
            _parts.Secret(fields["password"])
        );
        var table = fields["table"] is { } given
            ? _parts.Formed(given, TablePattern, "the name of a table", "Lower-case letters, digits and _")
            : ServiceNowDestination.UsualTable;
        var closeCode = fields["closeCode"] is { } code ? values.Text(code) : ServiceNowDestination.UsualCloseCode;
        return url is null || password is null || table is null || closeCode is null
            ? null
            : new(url, table, user, password, closeCode);
    }

    private GitHubDestination? GitHub(Fields fields)
    {
        var url = fields["url"] is { } given ? _parts.Url(given) : new Uri(GitHubDestination.UsualUrl);
        var token = _parts.Secret(fields["token"]);
        var repository = _parts.Formed(
            fields["repository"],
            RepositoryPattern,
            "a repository of GitHub",
            "Its owner and its name, such as example/network"
        );
        return url is null || token is null || repository is null ? null : new(url, repository, token);
    }

    private WebhookDestination? Webhook(Fields fields)
    {
        var (url, secret) = (_parts.Url(fields["url"]), _parts.Secret(fields["secret"]));
        return url is null || secret is null ? null : new(url, secret);
    }

    private string? User(YamlNode? node) =>
        _parts.Formed(node, UserPattern, "a user", "Its name, without spaces and colons, such as bot@example.com");
}
