using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Layers;

/// <summary>One AWS CLI output that states are made of.</summary>
/// <param name="Operation">The service and operation as the file is named, such as <c>wafv2.get-web-acl</c>.</param>
/// <param name="List">
/// The name of the list in it, where it tells of many resources at once; null where the whole output is of one resource. An output
/// of one resource that is an empty object says that the operation answered that there is none.
/// </param>
/// <param name="Owner">
/// For a listing that is asked for once for each owner and whose elements do not say whose they are: the member that the reader
/// adds to each, from what the file's name has beside the operation. Null for all others.
/// </param>
public sealed record SnapshotOutput(string Operation, string? List = null, string? Owner = null)
{
    /// <summary>
    /// For an output that tells of many resources at once in a list that lies within another member: that member, and the list.
    /// It is read whole, each state's part is the output with its own element alone, and it is written as one output again.
    /// </summary>
    public DocumentPath? Nested { get; init; }
}
