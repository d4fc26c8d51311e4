using System.Collections.Immutable;

namespace Remediation.Core.Policies.Testing;

/// <summary>One example: what is judged, and what has to come of it. Files are named as the document names them.</summary>
/// <param name="Name">What it shows, in the words of its author.</param>
/// <param name="Expectations">At least one.</param>
public sealed record PolicyTestCase(string Name, ImmutableArray<PolicyExpectation> Expectations)
{
    /// <summary>The folder of AWS CLI outputs that is judged, or null where it is a template.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The CloudFormation template that is judged, or null where it is a snapshot.</summary>
    public string? Template { get; init; }

    /// <summary>Values of the template's parameters.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The events that are handled on the snapshot, as a dry run; where there are none, all of it is audited.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>The folder with the compliant states of before, or null.</summary>
    public string? Baselines { get; init; }

    /// <summary>The organizational units that the account is in, for scopes by them.</summary>
    public ImmutableArray<string> Units { get; init; } = [];

    /// <summary>The time that it is, for exemptions and change windows; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The line of the document where it begins.</summary>
    public int Line { get; init; }
}
