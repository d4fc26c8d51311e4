using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>
/// What the flows of a policy allow its tiers. What follows from the policy, or from it and one listing of the subnets, is
/// computed once, since an audit asks for every group. Safe to use from several threads.
/// </summary>
public sealed class FlowMap
{
    private readonly ImmutableArray<Flow> _flows;
    private readonly AddressSet _trusted;
    private readonly ConcurrentDictionary<(Direction, string), AllowedFlows> _allowed = new();
    private TierAddresses? _lastAddresses;

    private FlowMap(TierMap tiers, ImmutableArray<Flow> flows, AddressSet trusted)
    {
        Tiers = tiers;
        _flows = flows;
        _trusted = Internet.WithEmbedded(trusted);
    }

    /// <summary>The map without flows.</summary>
    public static FlowMap Empty { get; } = new(TierMap.Empty, [], AddressSet.Empty);

    /// <summary>Whether the policy says nothing of who may talk to whom, so that nothing can be held against it.</summary>
    public bool IsEmpty => _flows.IsEmpty;

    public TierMap Tiers { get; }

    public static FlowMap Of(Policy policy, TierMap tiers) =>
        policy.Flows.IsEmpty ? Empty : new(tiers, policy.Flows, policy.TrustedSources);

    /// <summary>What may come in to some tiers, or go out of them: whatever any of them may.</summary>
    public AllowedFlows Of(Direction direction, ImmutableArray<Tier> tiers)
    {
        var key = (direction, tiers is [var only] ? only.Name : string.Join(',', tiers.Select(tier => tier.Name)));
        return _allowed.TryGetValue(key, out var known)
            ? known
            : _allowed.GetOrAdd(key, new AllowedFlows(Tiers, FlowsOf(direction, tiers), _trusted));
    }

    /// <summary>The addresses of the tiers, given the subnets that there are.</summary>
    public TierAddresses Addresses(Fact<IReadOnlyList<ResourceState>> subnets)
    {
        // Two threads that ask at once may both compute it, to the same end.
        if (_lastAddresses is { } last && last.IsOf(subnets))
        {
            return last;
        }
        return _lastAddresses = TierAddresses.Of(Tiers, subnets);
    }

    private ImmutableArray<(FlowEnd Other, ServiceSet Services)> FlowsOf(
        Direction direction,
        ImmutableArray<Tier> tiers
    ) =>
        [
            .. _flows
                .Select(flow =>
                    direction == Direction.Ingress ? (flow.To, flow.From, flow.Allow) : (flow.From, flow.To, flow.Allow)
                )
                .Where(flow => tiers.Any(tier => flow.Item1.Tiers.Contains(tier.Name, StringComparer.Ordinal)))
                .Select(flow => (flow.Item2, flow.Allow)),
        ];
}
