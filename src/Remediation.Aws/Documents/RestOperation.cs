namespace Remediation.Aws.Documents;

/// <summary>Where an operation that only reads is found over HTTP GET.</summary>
/// <param name="Name">The API's name for it.</param>
/// <param name="Path">Labels in braces are parameters; all other parameters go to the query.</param>
internal sealed record RestOperation(string Name, string Path)
{
    /// <summary>A member of the answer that the API's description, and so the AWS CLI, gives another name.</summary>
    public (string From, string To)? ListRenamed { get; init; }
}
