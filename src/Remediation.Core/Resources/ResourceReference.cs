namespace Remediation.Core.Resources;

/// <summary>
/// A resource as an event or a person names it: by id, or (security groups in EC2's older calls) by name alone.
/// Only an account can turn a name into a <see cref="ResourceId"/>.
/// </summary>
public sealed record ResourceReference(string Type, string Account, string Region)
{
    /// <summary>
    /// In place of an id: every resource of the type. An event that changed one or more of them does not always say which.
    /// </summary>
    public const string Every = "*";

    /// <summary>The id, or null where only the name was given.</summary>
    public string? Id { get; init; }

    /// <summary>The name, where no id was given.</summary>
    public string? Name { get; init; }

    /// <summary>The id when it is known, else null.</summary>
    public ResourceId? ResourceId => Id is null or Every ? null : new ResourceId(Type, Id, Account, Region);

    /// <summary>The same, in this account and this region where it leaves out its own: whoever leaves them out means these.</summary>
    public ResourceReference In(string account, string region) =>
        this with
        {
            Account = Account.Length > 0 ? Account : account,
            Region = Region.Length > 0 ? Region : region,
        };

    public override string ToString() =>
        Id switch
        {
            Every => $"every {Type}",
            null => $"{Name} (by name)",
            _ => Id,
        };
}
