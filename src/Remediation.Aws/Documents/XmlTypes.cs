using System.Collections.Frozen;

namespace Remediation.Aws.Documents;

/// <summary>
/// What XML does not tell of a service's members and the AWS CLI's JSON does, by the member's name, which has one type wherever it
/// stands. A member that is in none of these is text, or an object where it holds elements.
/// </summary>
internal sealed record XmlTypes
{
    /// <summary>Those whose elements are a list's, whatever the elements are called.</summary>
    public required FrozenSet<string> Lists { get; init; }

    /// <summary>Whole numbers.</summary>
    public required FrozenSet<string> Numbers { get; init; }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public required FrozenSet<string> Flags { get; init; }

    /// <summary>Times in ISO 8601.</summary>
    public required FrozenSet<string> Times { get; init; }
}
