using System.Collections.Immutable;
using System.Text;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;

namespace Remediation.Engine.Tickets.Sinks;

/// <summary>The way to one web API: its address, and the secret that is fetched for every call and forgotten when it is refused.</summary>
internal sealed class WebDoor(WebCaller web, SecretReader secrets, Uri url, SecretReference secret, string? user)
{
    // A base address with or without a slash at its end; a path always without one at its beginning.
    private readonly string _base = url.AbsoluteUri.TrimEnd('/');

    /// <summary>Headers of every call.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path and query, escaped.</param>
    /// <param name="body">JSON, or null for none.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<WebAnswer> CallAsync(
        string method,
        string path,
        string? body,
        CancellationToken cancellationToken
    )
    {
        var read = await secrets.ReadAsync(secret, cancellationToken);
        if (!read.IsAnswered)
        {
            return WebAnswer.Failed(read.Error);
        }
        var request = new WebRequest(method, new($"{_base}/{path}"), body)
        {
            Authorization = Authorization(read.Value),
            Headers = Headers,
        };
        var answer = await web.SendAsync(request, cancellationToken);
        if (answer.IsRefused)
        {
            secrets.Forget(secret);
        }
        return answer;
    }

    private Secret Authorization(Secret given) =>
        new(
            user is null
                ? $"Bearer {given.Reveal()}"
                : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{given.Reveal()}"))}"
        );
}
