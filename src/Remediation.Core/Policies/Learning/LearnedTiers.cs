using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>
/// The tiers that the security groups of an account fall into, each group into one, and those that blocks stand for which no
/// subnets of such a tier hold.
/// </summary>
internal sealed class LearnedTiers
{
    private readonly ImmutableDictionary<string, LearnedTier> _byGroup;
    private readonly ImmutableDictionary<string, AddressSet> _addresses;

    private LearnedTiers(
        ImmutableArray<LearnedTier> all,
        ImmutableDictionary<string, LearnedTier> byGroup,
        ImmutableDictionary<string, AddressSet> addresses
    )
    {
        All = all;
        _byGroup = byGroup;
        _addresses = addresses;
    }

    /// <summary>Every tier, in the order of their names.</summary>
    public ImmutableArray<LearnedTier> All { get; }

    public static LearnedTiers Of(
        IReadOnlyList<SecurityGroup> groups,
        IReadOnlyList<Subnet> subnets,
        IEnumerable<Cidr> blocks
    )
    {
        var own = groups.Select(group => (Key: TierKey.Of(group), group.Id.Id, Label: LabelOf(group)));
        var others = Others(groups).Select(id => (Key: TierKey.OfId(id), Id: id, Label: id));
        var tiers = ImmutableArray.CreateBuilder<LearnedTier>();
        var byGroup = ImmutableDictionary.CreateBuilder<string, LearnedTier>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal) { FlowEnd.Internet, FlowEnd.TrustedSources };
        var clusters = own.Concat(others)
            .GroupBy(member => member.Key)
            .OrderBy(cluster => cluster.Key.ToString(), StringComparer.Ordinal);
        foreach (var cluster in clusters)
        {
            var tier = new LearnedTier(
                NameOf(cluster.Key.Value, names),
                [.. cluster.Select(member => member.Label).Order(StringComparer.Ordinal)]
            )
            {
                Key = cluster.Key,
                IsElsewhere = cluster.All(member => groups.All(group => group.Id.Id != member.Id)),
            };
            tiers.Add(tier);
            foreach (var member in cluster)
            {
                byGroup[member.Id] = tier;
            }
        }
        var addresses = tiers.ToImmutableDictionary(
            tier => tier.Name,
            tier => AddressesOf(tier.Key!, subnets),
            StringComparer.Ordinal
        );
        foreach (var block in blocks.Distinct().OrderBy(block => block.ToString(), StringComparer.Ordinal))
        {
            if (!addresses.Values.Any(held => held.Contains(block)))
            {
                tiers.Add(new(NameOf($"net-{block}", names), []) { Block = block });
            }
        }
        return new([.. tiers.OrderBy(tier => tier.Name, StringComparer.Ordinal)], byGroup.ToImmutable(), addresses);
    }

    /// <summary>The tier of a group, or null where neither the group nor a rule that names it was among what was learned from.</summary>
    public LearnedTier? Of(string groupId) => _byGroup.GetValueOrDefault(groupId);

    /// <summary>Whether subnets carry the tag that tells the tier.</summary>
    public bool HasSubnets(LearnedTier tier) => _addresses.TryGetValue(tier.Name, out var held) && !held.IsEmpty;

    /// <summary>The tier that the block is, or whose subnets hold all of it; or null.</summary>
    public LearnedTier? Holding(Cidr block) =>
        All.FirstOrDefault(tier =>
            tier.Block == block || (_addresses.TryGetValue(tier.Name, out var held) && held.Contains(block))
        );

    // The groups that only rules name: of another account or stack, or deleted.
    private static IEnumerable<string> Others(IReadOnlyList<SecurityGroup> groups)
    {
        var own = groups.Select(group => group.Id.Id).ToHashSet(StringComparer.Ordinal);
        return groups
            .SelectMany(group => group.Rules)
            .Select(rule => rule.Peer)
            .OfType<SecurityGroupPeer>()
            .Select(peer => peer.GroupId)
            .Where(id => !own.Contains(id) && TierKey.IsUsable(id))
            .Distinct(StringComparer.Ordinal);
    }

    private static string LabelOf(SecurityGroup group) => group.Name.Length > 0 ? group.Name : group.Id.Id;

    private static AddressSet AddressesOf(TierKey key, IReadOnlyList<Subnet> subnets) =>
        key.Tag is null
            ? AddressSet.Empty
            : subnets
                .Where(subnet => subnet.Tags.Any(tag => tag.Key == key.Tag && tag.Value == key.Value))
                .Aggregate(AddressSet.Empty, (all, subnet) => all.Union(subnet.Addresses));

    private static string NameOf(string text, HashSet<string> taken)
    {
        var letters = text.Select(c =>
            char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? char.ToLowerInvariant(c) : '-'
        );
        var plain = string.Concat(letters.Take(56)).Trim('-');
        var name = plain.Length == 0 ? "tier" : plain;
        for (var i = 2; !taken.Add(name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{(plain.Length == 0 ? "tier" : plain)}-{i}");
        }
        return name;
    }
}
