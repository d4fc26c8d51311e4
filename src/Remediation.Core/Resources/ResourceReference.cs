namespace Remediation.Core.Resources;

/// <summary>
/// A resource as an event or a person names it: by id, or (security groups in EC2's older calls) by name alone.
/// Only an account can turn a name into a <see cref="ResourceId"/>.
/// </summary>
public sealed record ResourceReference(string Type, string Account, string Region)
{
    /// <summary>The id, or null where only the name was given.</summary>
    public string? Id { get; init; }

    /// <summary>The name, where no id was given.</summary>
    public string? Name { get; init; }

    /// <summary>The id when it is known, else null.</summary>
    public ResourceId? ResourceId => Id is null ? null : new ResourceId(Type, Id, Account, Region);

    public override string ToString() => Id ?? $"{Name} (by name)";
}
