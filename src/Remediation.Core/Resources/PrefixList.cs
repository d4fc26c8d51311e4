using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources;

/// <summary>
/// A managed prefix list with its entries. As a peer of a rule it counts as <see cref="MaxEntries"/> rules against the quota.
/// Source: EC2 DescribeManagedPrefixLists and GetManagedPrefixListEntries.
/// </summary>
public sealed record PrefixList(string Id, string Name, ImmutableArray<Cidr> Entries)
{
    /// <summary>The most entries it may have, or 0 when not known.</summary>
    public int MaxEntries { get; init; }

    public long Version { get; init; }

    /// <summary>The account that owns it, or <c>AWS</c>.</summary>
    public string OwnerId { get; init; } = "";

    public AddressSet Addresses { get; } = AddressSet.Of(Entries);
}
