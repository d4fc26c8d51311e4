using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Planning;

/// <summary>
/// All that a resource lets through in one direction: by address, and by peers that stand for no known addresses (members of a
/// security group, a prefix list that could not be read), each with its services.
/// </summary>
public sealed record AllowedTraffic(TrafficSet ByAddress, ImmutableSortedDictionary<string, ServiceSet> ByPeer)
{
    private static readonly ImmutableSortedDictionary<string, ServiceSet> NoPeers = ImmutableSortedDictionary<
        string,
        ServiceSet
    >.Empty.WithComparers(StringComparer.Ordinal);

    public static AllowedTraffic Nothing { get; } = new(TrafficSet.Empty, NoPeers);

    public bool IsEmpty => ByAddress.IsEmpty && ByPeer.IsEmpty;

    public static AllowedTraffic Of(TrafficSet traffic) => new(traffic, NoPeers);

    public static AllowedTraffic Of(IEnumerable<SecurityGroupRule> rules, Surroundings surroundings) =>
        rules.Aggregate(Nothing, (all, rule) => all.Union(Of(rule, surroundings)));

    /// <summary>What one rule allows.</summary>
    public static AllowedTraffic Of(SecurityGroupRule rule, Surroundings surroundings)
    {
        var services = rule.Service.ToServiceSet();
        return rule.Peer switch
        {
            CidrPeer peer => Of(TrafficSet.Of(services, AddressSet.Of(peer.Cidr))),
            PrefixListPeer peer when surroundings.PrefixList(peer.PrefixListId).Value is { } list => Of(
                TrafficSet.Of(services, list.Addresses)
            ),
            var peer => new(TrafficSet.Empty, NoPeers.Add(peer.ToString(), services)),
        };
    }

    public AllowedTraffic Union(AllowedTraffic other) =>
        new(ByAddress.Union(other.ByAddress), other.ByPeer.Aggregate(ByPeer, Add));

    /// <summary>What is in this and not in the other; a peer only takes from the same peer.</summary>
    public AllowedTraffic Except(AllowedTraffic other) =>
        new(ByAddress.Except(other.ByAddress), other.ByPeer.Aggregate(ByPeer, Take));

    /// <summary>The same without some services of every peer and address.</summary>
    public AllowedTraffic Without(ServiceSet services, TrafficSet kept) =>
        new(
            ByAddress.Except(TrafficSet.Of(services, AddressSet.All).Except(kept)),
            ByPeer.Keys.Aggregate(ByPeer, (peers, peer) => Take(peers, new(peer, services)))
        );

    public bool IsSubsetOf(AllowedTraffic other) => Except(other).IsEmpty;

    /// <summary>In words, one entry for the addresses and one for each peer.</summary>
    public IEnumerable<string> Describe(string preposition)
    {
        if (!ByAddress.IsEmpty)
        {
            yield return ByAddress.ToString(preposition);
        }
        foreach (var (peer, services) in ByPeer)
        {
            yield return $"{services} {preposition} {peer}";
        }
    }

    private static ImmutableSortedDictionary<string, ServiceSet> Add(
        ImmutableSortedDictionary<string, ServiceSet> peers,
        KeyValuePair<string, ServiceSet> peer
    ) => peers.SetItem(peer.Key, peers.GetValueOrDefault(peer.Key, ServiceSet.Empty).Union(peer.Value));

    private static ImmutableSortedDictionary<string, ServiceSet> Take(
        ImmutableSortedDictionary<string, ServiceSet> peers,
        KeyValuePair<string, ServiceSet> peer
    )
    {
        if (!peers.TryGetValue(peer.Key, out var services))
        {
            return peers;
        }
        var left = services.Except(peer.Value);
        return left.IsEmpty ? peers.Remove(peer.Key) : peers.SetItem(peer.Key, left);
    }
}
