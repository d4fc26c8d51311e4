using System.Collections.Immutable;
using Remediation.Core.Resources;

namespace Remediation.Core.Policies;

/// <summary>
/// Which resources a scope is about. Every part that is given must match; within a part one is enough. Patterns may hold
/// <c>*</c> for any characters. A part that is empty matches everything.
/// </summary>
public sealed record ResourceMatch
{
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>
    /// Organizational units, by id; an account below one is in it too. Which ones an account is in, no resource tells: they are
    /// resolved by <see cref="Policy.In"/> before anything is judged.
    /// </summary>
    public ImmutableArray<string> OrganizationalUnits { get; init; } = [];

    public ImmutableArray<string> Regions { get; init; } = [];

    public ImmutableArray<string> Vpcs { get; init; } = [];

    /// <summary>Resource ids, names or ARNs.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>Tags by key; the value is a pattern. Every one must match.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Whether it is for accounts in some of these units.</summary>
    public bool IsForAny(IReadOnlyCollection<string> units) =>
        OrganizationalUnits.IsEmpty || OrganizationalUnits.Any(unit => units.Contains(unit, StringComparer.Ordinal));

    public bool Matches(ResourceState state) =>
        OrganizationalUnits.IsEmpty
        && Any(Accounts, state.Id.Account)
        && Any(Regions, state.Id.Region)
        && Any(Vpcs, state.VpcId)
        && (Resources.IsEmpty || Resources.Any(pattern => Pattern.MatchesResource(pattern, state)))
        && Tags.All(wanted => state.Tags.Any(tag => tag.Key == wanted.Key && Pattern.Matches(wanted.Value, tag.Value)));

    /// <summary>Whether it lists the very id, and nothing else has to match.</summary>
    public bool ListsAlone(string id) =>
        Resources.Contains(id, StringComparer.Ordinal)
        && Tags.IsEmpty
        && Accounts.IsEmpty
        && OrganizationalUnits.IsEmpty
        && Regions.IsEmpty
        && Vpcs.IsEmpty;

    /// <summary>As people read it: the parts that must all match.</summary>
    public override string ToString() =>
        string.Join(
            " and ",
            Tags.Select(tag => $"{tag.Key}={tag.Value}")
                .Prepend(string.Join(" or ", Resources))
                .Append(string.Join(" or ", Vpcs))
                .Append(string.Join(" or ", Accounts))
                .Append(string.Join(" or ", OrganizationalUnits))
                .Append(string.Join(" or ", Regions))
                .Where(part => part.Length > 0)
        );

    private static bool Any(ImmutableArray<string> patterns, string value) =>
        patterns.IsEmpty || patterns.Any(pattern => Pattern.Matches(pattern, value));
}
