using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>A tier that was made of what some groups have in common, or of a block that a firewall's rules name.</summary>
/// <param name="Name">A name that a policy takes, unlike that of any other.</param>
/// <param name="Groups">What the groups are called, for people; none for a block.</param>
internal sealed record LearnedTier(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>What the groups have in common: a tag, a name, or the id of the only one; null for a block.</summary>
    public TierKey? Key { get; init; }

    /// <summary>Whether only rules name its group, which was not among those that were learned from.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The block, or null where groups make the tier.</summary>
    public Cidr? Block { get; init; }
}
