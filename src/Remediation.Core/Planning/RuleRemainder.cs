using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Planning;

/// <summary>
/// What is left of a security group rule after a withdrawal, written with the fewest rules of the same peer, description and
/// tags; what stays of a prefix list only for kept addresses is written as CIDR rules.
/// </summary>
public static class RuleRemainder
{
    /// <summary>The rules that stand for the rest; empty when nothing is left, the rule itself when nothing is lost.</summary>
    public static ImmutableArray<SecurityGroupRule> Of(RuleWithdrawal withdrawal, Surroundings surroundings)
    {
        var rule = withdrawal.Rule;
        var services = rule.Service.ToServiceSet();
        var lost = services.Intersect(withdrawal.Services);
        if (lost.IsEmpty)
        {
            return [rule];
        }
        return rule.Peer switch
        {
            CidrPeer peer => OfAddresses(rule, services, lost, AddressSet.Of(peer.Cidr), withdrawal.Kept),
            PrefixListPeer peer => OfPrefixList(rule, services.Except(lost), lost, peer, withdrawal.Kept, surroundings),
            _ => OfPeer(rule, services.Except(lost)),
        };
    }

    /// <summary>
    /// Why the rest cannot stand for the rule, or null when it can: it is more rules than the policy allows, or more than the
    /// quota has room for beside the rules that are there until the old one is gone.
    /// </summary>
    public static string? Obstacle(
        RuleWithdrawal withdrawal,
        ImmutableArray<SecurityGroupRule> remainder,
        SecurityGroup group,
        Surroundings surroundings
    )
    {
        if (remainder.Length > withdrawal.MaxReplacementRules)
        {
            return $"more than {CheckParameters.MaxReplacementRules} = {withdrawal.MaxReplacementRules} allows";
        }
        var direction = withdrawal.Rule.Direction;
        var limit = RuleQuota.LimitFor(group.Rules, direction, prefixListSize: surroundings.PrefixListSize);
        return
            remainder.IsEmpty
            || RuleQuota.Used(group.Rules.AddRange(remainder), direction, surroundings.PrefixListSize) <= limit
            ? null
            : $"more than the quota of {limit} rules has room for";
    }

    private static ImmutableArray<SecurityGroupRule> OfAddresses(
        SecurityGroupRule rule,
        ServiceSet services,
        ServiceSet lost,
        AddressSet addresses,
        TrafficSet kept
    )
    {
        var rest = TrafficSet.Of(services, addresses).Except(TrafficSet.Of(lost, addresses).Except(kept));
        return [.. rest.ToRules().Select(piece => Piece(rule, piece.Service, new CidrPeer(piece.Cidr)))];
    }

    private static ImmutableArray<SecurityGroupRule> OfPrefixList(
        SecurityGroupRule rule,
        ServiceSet rest,
        ServiceSet lost,
        PrefixListPeer peer,
        TrafficSet kept,
        Surroundings surroundings
    )
    {
        var addresses = surroundings.PrefixList(peer.PrefixListId).Value?.Addresses ?? AddressSet.Empty;
        var keptByAddress = TrafficSet.Of(lost, addresses).Intersect(kept).ToRules();
        return
        [
            .. OfPeer(rule, rest),
            .. keptByAddress.Select(piece => Piece(rule, piece.Service, new CidrPeer(piece.Cidr))),
        ];
    }

    private static ImmutableArray<SecurityGroupRule> OfPeer(SecurityGroupRule rule, ServiceSet rest) =>
        [.. rest.ToServices().Select(service => Piece(rule, service, rule.Peer))];

    private static SecurityGroupRule Piece(SecurityGroupRule rule, Service service, Peer peer) =>
        rule with
        {
            Service = service,
            Peer = peer,
            RuleId = null,
        };
}
