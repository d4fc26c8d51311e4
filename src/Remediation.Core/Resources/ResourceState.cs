using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Remediation.Core.Resources;

/// <summary>
/// The state of one resource at the moment it was read, immutable. Comparing two states compares references; their
/// <see cref="Fingerprint"/>s compare content.
/// </summary>
public abstract class ResourceState
{
    // Two threads that ask at once may both compute it, to the same end.
    private string? _fingerprint;
    private ImmutableArray<string> _unreadable = [];

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
    public ImmutableArray<string> Unreadable
    {
        get => _unreadable;
        init => _unreadable = value;
    }

    /// <summary>The same state, of which more could not be understood.</summary>
    public ResourceState WithUnreadable(IReadOnlyCollection<string> more)
    {
        if (more.Count == 0)
        {
            return this;
        }
        var copy = (ResourceState)MemberwiseClone();
        copy._fingerprint = null;
        copy._unreadable = [.. _unreadable, .. more];
        return copy;
    }

    /// <summary>
    /// Who owns the content and would put it back, such as Firewall Manager; null when nobody does. What somebody else's
    /// automation owns is never edited: a ticket is the most that comes of it.
    /// </summary>
    public virtual string? ManagedBy => null;

    /// <summary>The resources that this one names and that a judgement can depend on, in its own account and region.</summary>
    public virtual IEnumerable<ResourceReference> Neighbours => [];

    /// <summary>
    /// Every change since another state of the same resource, in words, with what it means for security. Empty where the two say
    /// the same. A type that has no such comparison gives null.
    /// </summary>
    public virtual IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) => null;

    /// <summary>SHA-256 (lower-case hex) of the content that a plan depends on; equal for equal content in any order.</summary>
    public string Fingerprint => _fingerprint ??= ComputeFingerprint();

    /// <summary>One line for each part of the content that a plan depends on, in any order.</summary>
    private protected abstract IEnumerable<string> Content { get; }

    // Lengths keep the text of one line from passing for two.
    private string ComputeFingerprint()
    {
        var lines = Content.Concat(Unreadable).Order(StringComparer.Ordinal).Select(line => $"{line.Length}:{line}");
        var text = $"{Id.Arn}\n{Name.Length}:{Name}\n{VpcId}\n{string.Join('\n', lines)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
