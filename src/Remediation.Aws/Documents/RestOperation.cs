namespace Remediation.Aws.Documents;

/// <summary>Where an operation is found over HTTP: with GET, or with POST where its parameters are the body.</summary>
/// <param name="Name">The API's name for it.</param>
/// <param name="Path">Labels in braces are parameters; all other parameters go to the query. One that is posted has no labels.</param>
internal sealed record RestOperation(string Name, string Path)
{
    /// <summary>Whether all of its parameters are sent as the body.</summary>
    public bool IsPosted { get; init; }

    /// <summary>A member of the answer that the API's description, and so the AWS CLI, gives another name.</summary>
    public (string From, string To)? ListRenamed { get; init; }
}
