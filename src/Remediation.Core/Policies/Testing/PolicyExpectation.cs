using System.Collections.Immutable;

namespace Remediation.Core.Policies.Testing;

/// <summary>What has to come of one resource. What is null is not held to anything.</summary>
/// <param name="Resource">Its id or ARN; in a template its logical id.</param>
/// <param name="Line">The line of the document where it stands.</param>
public sealed record PolicyExpectation(string Resource, int Line)
{
    /// <summary>The ids of the checks that fail or cannot tell: exactly these.</summary>
    public ImmutableSortedSet<string>? Findings { get; init; }

    /// <summary>What the events come to for it, as reports write it.</summary>
    public string? Decision { get; init; }
}
