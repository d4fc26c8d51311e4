using System.Collections.Immutable;

namespace Remediation.Core.Resources;

/// <summary>
/// The state of one resource at the moment it was read, immutable. Comparing two states compares references; their
/// <see cref="Fingerprint"/>s compare content.
/// </summary>
public abstract class ResourceState
{
    public required ResourceId Id { get; init; }

    /// <summary>The name that people know it by, or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The VPC it is in, or empty when not known.</summary>
    public string VpcId { get; init; } = "";

    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>
    /// What of the resource could not be understood, in words. Not empty means that no check may pass on it: what is not
    /// understood is not compliant.
    /// </summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <summary>SHA-256 (lower-case hex) of the content that a plan depends on; equal for equal content in any order.</summary>
    public abstract string Fingerprint { get; }
}
