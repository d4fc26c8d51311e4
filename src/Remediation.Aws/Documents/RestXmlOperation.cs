namespace Remediation.Aws.Documents;

/// <summary>Where an operation of a REST service with XML bodies is found.</summary>
/// <param name="Name">The API's name for it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Labels in braces are parameters; of a GET, all other parameters go to the query.</param>
internal sealed record RestXmlOperation(string Name, string Method, string Path)
{
    /// <summary>
    /// The member of the answer that the body is, as the AWS CLI shows it; null where the body's own members are the answer's.
    /// </summary>
    public string? Payload { get; init; }

    /// <summary>The root element of the request's body, or null where it has none.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the request may say which version it is about, and the answer says it: <c>IfMatch</c> and <c>ETag</c>.</summary>
    public bool IsVersioned { get; init; }
}
