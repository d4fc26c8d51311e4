using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>Holds the rules of one security group against what the flows allow its tiers.</summary>
internal sealed class FlowJudge
{
    private readonly SecurityGroup _group;
    private readonly CheckContext _context;
    private readonly TierAddresses _addresses;
    private readonly ImmutableArray<Tier> _tiers;
    private readonly bool _withPrivate;
    private readonly TrafficSet _exempted;

    public FlowJudge(SecurityGroup group, ImmutableArray<Tier> tiers, bool withPrivate, CheckContext context)
    {
        _group = group;
        _tiers = tiers;
        _withPrivate = withPrivate;
        _context = context;
        _addresses = context.Flows.Addresses(context.Surroundings.Subnets);
        _exempted = context.Exemptions.IsEmpty ? TrafficSet.Empty : context.ExemptedTraffic;
    }

    /// <summary>What of the rule is not allowed or not known to be; null when all of it is allowed.</summary>
    public FlowBreach? Judge(SecurityGroupRule rule)
    {
        var allowed = _context.Flows.Of(rule.Direction, _tiers);
        return rule.Peer switch
        {
            CidrPeer peer => OfBlock(rule, peer, allowed),
            PrefixListPeer peer => OfPrefixList(rule, peer, allowed),
            SecurityGroupPeer peer => OfGroup(rule, peer, allowed),
            _ => null,
        };
    }

    private FlowBreach? OfBlock(SecurityGroupRule rule, CidrPeer peer, AllowedFlows allowed)
    {
        var traffic = allowed.By(_addresses);
        var rest = traffic.Beyond(rule.Service, peer.Cidr, _withPrivate);
        return rest.IsEmpty
            ? null
            : OfAddresses(rule, TrafficSet.Of(rule.Service, AddressSet.Of(peer.Cidr)), rest, allowed, traffic);
    }

    private FlowBreach? OfPrefixList(SecurityGroupRule rule, PrefixListPeer peer, AllowedFlows allowed)
    {
        var services = rule.Service.ToServiceSet().Except(allowed.WithPrefixList(peer.PrefixListId));
        if (services.IsEmpty)
        {
            return null;
        }
        var list = _context.Surroundings.PrefixList(peer.PrefixListId);
        if (list.Value is not { } known)
        {
            return FlowBreach.Unknown(
                rule,
                $"what {peer} holds is not known ({list.UnknownReason ?? "there is no such prefix list"})"
            );
        }
        var traffic = allowed.By(_addresses);
        var rest = known
            .Entries.SelectMany(entry =>
                services.ToServices().Select(service => traffic.Beyond(service, entry, _withPrivate))
            )
            .Aggregate(TrafficSet.Empty, (all, some) => all.Union(some));
        return rest.IsEmpty
            ? null
            : OfAddresses(rule, TrafficSet.Of(rule.Service, known.Addresses), rest, allowed, traffic);
    }

    private FlowBreach OfAddresses(
        SecurityGroupRule rule,
        TrafficSet whole,
        TrafficSet rest,
        AllowedFlows allowed,
        FlowTraffic traffic
    )
    {
        var (untold, doubt) = Untold(rule, traffic);
        var unknown = rest.Intersect(TrafficSet.Of(untold, traffic.UntoldAddresses)).Except(_exempted);
        var all = rest.Except(unknown);
        var offending = all.Except(_exempted);
        return new(rule)
        {
            Services = offending.Services,
            Kept = whole.Except(offending),
            Offending = offending,
            Exempted = all.Intersect(_exempted),
            Note = NoteOf(rule, offending, allowed),
            Doubt = unknown.IsEmpty ? null : $"{unknown.ToString(Preposition(rule))} may be allowed: {doubt}",
        };
    }

    // Where the group has a rule by reference for the same, that rule is what the tier uses, and not this one.
    private (ServiceSet Services, string Doubt) Untold(SecurityGroupRule rule, FlowTraffic traffic)
    {
        var (all, doubts) = (ServiceSet.Empty, new List<string>());
        foreach (var (tier, services) in traffic.Untold)
        {
            var open = services.Except(ByReference(tier, rule.Direction));
            if (open.Overlaps(rule.Service))
            {
                all = all.Union(open);
                doubts.Add(tier.Name);
            }
        }
        var names = string.Join(", ", doubts);
        return (
            all,
            _addresses.UnknownReason is { } reason
                ? $"the subnets of {names} are not known ({reason})"
                : $"which addresses {names} has is not known; refer to its security group, or give the policy its subnets or cidrs"
        );
    }

    private ServiceSet ByReference(Tier tier, Direction direction)
    {
        var services = ServiceSet.Empty;
        foreach (var rule in _group.Rules)
        {
            if (
                rule.Direction == direction
                && rule.Peer is SecurityGroupPeer peer
                && GroupOf(peer).Value is { } group
                && tier.HasGroup(group)
            )
            {
                services = services.Union(rule.Service.ToServiceSet());
            }
        }
        return services;
    }

    private FlowBreach? OfGroup(SecurityGroupRule rule, SecurityGroupPeer peer, AllowedFlows allowed)
    {
        var wanted = rule.Service.ToServiceSet();
        var fact = GroupOf(peer);
        if (fact.IsAbsent)
        {
            return null;
        }
        if (fact.Value is { } group)
        {
            var others = _context.Tiers.OfGroup(group);
            return OfServices(
                rule,
                wanted.Except(allowed.With(others)),
                others.IsEmpty ? $"{Named(group)} is in no tier" : $"{Named(group)} is {Names(others)}"
            );
        }
        // A policy that lists its id says which tier it is in. Whichever else it may be in, what no tier may do is not allowed.
        wanted = wanted.Except(allowed.With(_context.Tiers.OfGroupId(peer.GroupId)));
        var breach = OfServices(rule, wanted.Except(allowed.WithAnyTier), $"{peer} is in no tier that may");
        var possible = wanted.Intersect(allowed.WithAnyTier);
        return possible.IsEmpty
            ? breach
            : (breach ?? new FlowBreach(rule)) with
            {
                Doubt = $"{possible} may be allowed: which tier {peer} is in is not known ({fact.UnknownReason})",
            };
    }

    private FlowBreach? OfServices(SecurityGroupRule rule, ServiceSet services, string note) =>
        services.IsEmpty ? null : new(rule) { Services = services, Note = $"{note}; the group is {Names(_tiers)}" };

    private Fact<ResourceState> GroupOf(SecurityGroupPeer peer) =>
        peer.GroupId == _group.Id.Id ? Fact<ResourceState>.Known(_group)
        : _group.IsForeign(peer) ? Fact<ResourceState>.Unknown($"it is in account {peer.UserId}")
        : _context.Surroundings.Neighbour(peer.GroupId);

    private string NoteOf(SecurityGroupRule rule, TrafficSet offending, AllowedFlows allowed)
    {
        var others = _context
            .Tiers.All.Where(tier => _addresses.Of(tier.Name).Overlaps(offending.Addresses))
            .Select(tier => tier.Name)
            .ToList();
        var reached = others.Count == 0 ? "" : $"; it holds addresses of {string.Join(", ", others)}";
        var may = allowed.WithInternet.IsEmpty
            ? ""
            : $" and may {(rule.Direction == Direction.Ingress ? "receive" : "send")} {allowed.WithInternet} {Preposition(rule)} the internet";
        return $"the group is {Names(_tiers)}{may}{reached}";
    }

    private static string Preposition(SecurityGroupRule rule) => rule.Direction == Direction.Ingress ? "from" : "to";

    private static string Names(ImmutableArray<Tier> tiers) =>
        "tier " + string.Join(" and ", tiers.Select(tier => tier.Name));

    private static string Named(ResourceState group) =>
        group.Name.Length > 0 ? $"{group.Id.Id} ({group.Name})" : group.Id.Id;
}
