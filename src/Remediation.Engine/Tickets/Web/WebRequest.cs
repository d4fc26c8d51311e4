using System.Collections.Immutable;
using Remediation.Engine.Tickets.Secrets;

namespace Remediation.Engine.Tickets.Web;

/// <summary>One HTTP request. It is no record: its address and its authorisation can be secrets, and have no text.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="url">Where it goes; with TLS, or to this machine.</param>
/// <param name="body">JSON, or null for none.</param>
internal sealed class WebRequest(string method, Uri url, string? body = null)
{
    public string Method => method;

    public Uri Url => url;

    public string? Body => body;

    /// <summary>What the header Authorization says, or null.</summary>
    public Secret? Authorization { get; init; }

    /// <summary>Headers that hold no secret.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public override string ToString() => $"{method} {url.Scheme}://{url.Authority}";
}
