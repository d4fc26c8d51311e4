namespace Remediation.Aws.Documents;

/// <summary>Where an operation is found over HTTP: one that only reads by GET, unless it is said to have a body.</summary>
/// <param name="Name">The API's name for it.</param>
/// <param name="Path">Labels in braces are parameters; all other parameters go to the query.</param>
internal sealed record RestOperation(string Name, string Path)
{
    /// <summary>Whether the parameters are the body of a POST, as they are.</summary>
    public bool HasBody { get; init; }

    /// <summary>A member of the answer that the API's description, and so the AWS CLI, gives another name.</summary>
    public (string From, string To)? ListRenamed { get; init; }
}
